using System.Globalization;
using System.Text.Json;

namespace Engagement.Schema;

/// <summary>
/// Escapes can spell text that JSON's grammar allows and Unicode does not: half of a surrogate pair, which the reader
/// would throw on; and the null character, which no database keeps in text.
/// </summary>
public static class EscapedText
{
    /// <summary>What is wrong with the text at the reader, or null.</summary>
    public static string? Flaw(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Flaw(reader.ValueSpan) : null;

    /// <summary>What is wrong with some text of a whole document, a name or a value; null when nothing is.</summary>
    /// <param name="json">It is JSON.</param>
    /// <param name="member">The outermost member that has it.</param>
    public static string? Flaw(ReadOnlySpan<byte> json, out string? member)
    {
        var reader = new Utf8JsonReader(json);
        member = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                member = Name(ref reader);
            }

            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String
                && Flaw(ref reader) is { } flaw)
            {
                return flaw;
            }
        }

        return null;
    }

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
