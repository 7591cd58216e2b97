using System.Text;

namespace Engagement.Email;

/// <summary>
/// A body in lines of at most 76 ASCII characters (RFC 2045): it passes every relay unchanged and stays readable on
/// the wire.
/// </summary>
static class QuotedPrintable
{
    const int LineMax = 76;

    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + text.Length / 8);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            EncodeLine(encoded, Encoding.UTF8.GetBytes(line));
            encoded.Append("\r\n");
        }

        return encoded.ToString();
    }

    static void EncodeLine(StringBuilder encoded, ReadOnlySpan<byte> line)
    {
        var column = 0;
        for (var n = 0; n < line.Length; n++)
        {
            // Relays cut white space off line ends, and a lone dot would end the message if a relay forgot to double
            // it.
            var literal = line[n] switch
            {
                (byte)' ' or (byte)'\t' => n < line.Length - 1,
                (byte)'.' => column > 0,
                (byte)'=' => false,
                var octet => octet is > 32 and < 127,
            };

            var width = literal ? 1 : 3;
            if (column + width > LineMax - 1)
            {
                encoded.Append("=\r\n");
                column = 0;
                literal &= line[n] != (byte)'.';
                width = literal ? 1 : 3;
            }

            _ = literal ? encoded.Append((char)line[n]) : encoded.Append('=').Append(Convert.ToHexString([line[n]]));
            column += width;
        }
    }
}
