using System.Globalization;
using System.Text;
using Engagement.Messages;

namespace Engagement.Email;

/// <summary>Text of any language as a header may hold it: RFC 2047 encoded words, folded lines.</summary>
static class HeaderText
{
    const int PlainMax = 60;
    const int WordBytesMax = 45;

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

    /// <summary>Unstructured text, as in a subject.</summary>
    public static string Encode(string text) => IsPlain(text) ? text : EncodedWords(text);

    /// <summary>A name before an address: quoted when it is plain, since it may hold commas and brackets.</summary>
    public static string EncodePhrase(string name) => IsPlain(name)
        ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : EncodedWords(name);

    // A long plain text is encoded too: that folds it, and a line of a header must stay under 998 octets.
    static bool IsPlain(string text) => text.Length <= PlainMax
        && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !text.Contains("=?", StringComparison.Ordinal);

    static string EncodedWords(string text)
    {
        var words = new StringBuilder();
        Span<byte> chunk = stackalloc byte[WordBytesMax];
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A word may not end inside a character.
            if (used + rune.Utf8SequenceLength > WordBytesMax)
            {
                Flush(chunk[..used]);
                used = 0;
            }

            used += rune.EncodeToUtf8(chunk[used..]);
        }

        Flush(chunk[..used]);
        return words.ToString();

        void Flush(ReadOnlySpan<byte> bytes)
        {
            words.Append(words.Length > 0 ? "\r\n " : "").Append("=?utf-8?B?");
            words.Append(Convert.ToBase64String(bytes)).Append("?=");
        }
    }
}
