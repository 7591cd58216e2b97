using System.Globalization;
using System.Text.Json;

namespace Engagement.Events;

/// <summary>
/// Escapes can spell text that JSON's grammar allows and Unicode does not: half of a surrogate pair, which the reader
/// would throw on; and the null character, which no database keeps in text.
/// </summary>
static class EscapedText
{
    /// <summary>What is wrong with the text at the reader, or null.</summary>
    public static string? Flaw(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Flaw(reader.ValueSpan) : null;

    /// <summary>The member's name, whatever is wrong with it.</summary>
    public static string Name(ref Utf8JsonReader reader) =>
        Flaw(ref reader) is null ? reader.GetString()! : System.Text.Encoding.UTF8.GetString(reader.ValueSpan);

    static string? Flaw(ReadOnlySpan<byte> raw)
    {
        var awaitsLow = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var unit = Unit(raw, i);
            if (awaitsLow != (unit is >= 0xDC00 and <= 0xDFFF))
            {
                return "It has half of a surrogate pair.";
            }

            if (unit == 0)
            {
                return "It has a null character.";
            }

            awaitsLow = unit is >= 0xD800 and <= 0xDBFF;
            i += raw[i] != '\\' ? 0 : unit is null ? 1 : 5;
        }

        return awaitsLow ? "It has half of a surrogate pair." : null;
    }

    static int? Unit(ReadOnlySpan<byte> raw, int at) =>
        raw[at] == '\\' && raw[at + 1] == 'u'
            ? int.Parse(raw.Slice(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : null;
}
