using System.Globalization;
using System.Text;
using Engagement.Messages;

namespace Engagement.Email;

/// <summary>What text of any language has to be before it goes into a header.</summary>
static class HeaderText
{
    /// <summary>
    /// Refuses what could start another header line. Encoding would hide a line break from the first relay, but not
    /// from a later one that decodes and writes the header anew.
    /// </summary>
    /// <exception cref="UnsendableException">There is a control character in it.</exception>
    public static void Check(string what, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // The two separators are line breaks to some programs, though not to SMTP.
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                throw new UnsendableException($"{what} holds a control character (U+{rune.Value:X4}).");
            }
        }
    }

    /// <summary>
    /// Parts what would begin an encoded word (RFC 2047) by an invisible word joiner. MimeKit leaves such a word as it
    /// is, so that a customer's name could be read as any text, a line break included.
    /// </summary>
    public static string Literal(string text) => text.Replace("=?", "=\u2060?", StringComparison.Ordinal);

    /// <summary>
    /// The value of a subject, folded. A line with encoded words may have 76 octets (RFC 2047); MimeKit's have up to
    /// 85, which some relays cut.
    /// </summary>
    public static byte[] Lines(string subject)
    {
        // What is left of the first line behind "Subject: ", and less than any line may have.
        const int WordMax = 60;
        var words = subject.Split(' ');
        var isPlain = Ascii.IsValid(subject) && words.All(word => word.Length is > 0 and <= WordMax);
        var lines = isPlain ? Folded(words, WordMax) : Encoded(subject);
        return Encoding.ASCII.GetBytes($" {string.Join("\r\n ", lines)}\r\n");
    }

    static List<string> Folded(string[] words, int lineMax)
    {
        var lines = new List<string> { words[0] };
        foreach (var word in words.Skip(1))
        {
            if (lines[^1].Length + 1 + word.Length <= lineMax)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    /// <summary>Encoded words of whole characters, as each is decoded by itself.</summary>
    static IEnumerable<string> Encoded(string subject)
    {
        const int BytesMax = 39;
        var word = new List<byte>(BytesMax);
        var bytes = new byte[4];
        foreach (var rune in subject.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > BytesMax)
            {
                yield return Word();
            }

            word.AddRange(bytes.AsSpan(0, length));
        }

        yield return Word();

        string Word()
        {
            var encoded = Convert.ToBase64String([.. word]);
            word.Clear();
            return $"=?utf-8?B?{encoded}?=";
        }
    }
}
