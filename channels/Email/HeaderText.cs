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
}
