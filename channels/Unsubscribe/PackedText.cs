using System.Numerics;
using System.Text;

namespace Engagement.Unsubscribe;

/// <summary>
/// Text in as few bits a character as its rarest one needs: a customer's id of 200 characters in any script then fits
/// into a header's one line, and nearly all ids take less than in UTF-8.
/// </summary>
static class PackedText
{
    public static void Write(Stream to, string text)
    {
        var runes = text.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var width = runes.Length == 0 ? 1 : BitOperations.Log2((uint)runes.Max() | 1) + 1;
        to.WriteByte(checked((byte)runes.Length));
        to.WriteByte((byte)width);
        var packed = new byte[Size(runes.Length, width)];
        for (var n = 0; n < runes.Length * width; n++)
        {
            var bit = (runes[n / width] >> (width - 1 - n % width)) & 1;
            packed[n / 8] |= (byte)(bit << (7 - n % 8));
        }

        to.Write(packed);
    }

    /// <param name="from">Goes on behind the text.</param>
    public static string Read(ref ReadOnlySpan<byte> from)
    {
        var (count, width) = (from[0], from[1]);
        var packed = from.Slice(2, Size(count, width));
        from = from[(2 + packed.Length)..];
        var text = new StringBuilder(count);
        for (var rune = 0; rune < count; rune++)
        {
            var value = 0;
            for (var n = rune * width; n < (rune + 1) * width; n++)
            {
                value = value << 1 | ((packed[n / 8] >> (7 - n % 8)) & 1);
            }

            text.Append(new Rune(value));
        }

        return text.ToString();
    }

    static int Size(int count, int width) => (count * width + 7) / 8;
}
