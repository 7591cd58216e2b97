using System.Globalization;
using System.Text.Json;

namespace Engagement.Schema;

/// <summary>How long JSON is, whichever of its ways of writing was chosen.</summary>
static class WrittenSize
{
    /// <summary>
    /// The bytes that it has without white space around its values and with no character escaped that need not be.
    /// What is no JSON counts as far as it is some: its reader says what is wrong with it.
    /// </summary>
    public static int Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = SchemaCheck.DepthMax });
        // The comma behind each value is counted with it; there is none behind a last one, nor behind the whole.
        var size = -1;
        var isFirst = false;
        try
        {
            while (reader.Read())
            {
                size += reader.TokenType switch
                {
                    JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                    JsonTokenType.EndObject or JsonTokenType.EndArray => isFirst ? 2 : 1,
                    JsonTokenType.String or JsonTokenType.PropertyName => 3 + Text(ref reader),
                    _ => 1 + reader.ValueSpan.Length,
                };
                isFirst = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            }
        }
        catch (JsonException)
        {
            return size;
        }

        return size;
    }

    static int Text(ref Utf8JsonReader reader)
    {
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return raw.Length;
        }

        var size = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                size++;
                continue;
            }

            size += raw[i + 1] == 'u' ? Unit(raw.Slice(i + 2, 4)) : Short(raw[i + 1]);
            i += raw[i + 1] == 'u' ? 5 : 1;
        }

        return size;
    }

    // Quotes, backslashes and what cannot be seen stay escaped however an event is written.
    static int Short(byte escape) => escape == '/' ? 1 : 2;

    // A surrogate is half of four bytes.
    static int Unit(ReadOnlySpan<byte> hex)
    {
        var unit = int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return unit switch
        {
            '"' or '\\' or 8 or 9 or 10 or 12 or 13 => 2,
            < 0x20 => 6,
            < 0x80 => 1,
            < 0x800 => 2,
            >= 0xD800 and <= 0xDFFF => 2,
            _ => 3,
        };
    }
}
