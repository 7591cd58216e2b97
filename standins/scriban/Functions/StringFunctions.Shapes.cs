using System.Text;

namespace Scriban.Functions;

static partial class StringFunctions
{
    static string Capitalize(string? text) =>
        string.IsNullOrEmpty(text) ? "" : char.ToUpper(text[0], Culture) + text[1..];

    static string CapitalizeWords(string? text)
    {
        var words = new StringBuilder(text);
        var isStart = true;
        for (var i = 0; i < words.Length; i++)
        {
            if (char.IsWhiteSpace(words[i]))
            {
                isStart = true;
            }
            else if (isStart && char.IsLetter(words[i]))
            {
                words[i] = char.ToUpper(words[i], Culture);
                isStart = false;
            }
        }

        return words.ToString();
    }

    static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.CurrentCulture;

    static string Handleize(string text)
    {
        var handle = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                handle.Append(char.ToLowerInvariant(c));
            }
            else if (handle.Length == 0 || handle[^1] != '-')
            {
                handle.Append('-');
            }
        }

        return handle.Length > 0 && handle[^1] == '-' ? handle.ToString(0, handle.Length - 1) : handle.ToString();
    }

    static string Slice(string? text, int start, int? length = null)
    {
        if (string.IsNullOrEmpty(text) || start >= text.Length)
        {
            return "";
        }

        var count = length ?? text.Length;
        var from = start < 0 ? start + text.Length : start;
        if (from < 0)
        {
            count += from;
            from = 0;
            if (count <= 0)
            {
                return "";
            }
        }

        return text.Substring(from, Math.Min(count, text.Length - from));
    }

    static string Truncate(string? text, int length, string? ellipsis = null)
    {
        var end = ellipsis ?? "...";
        return text is null || text.Length <= length ? text ?? "" : text[..Math.Max(0, length - end.Length)] + end;
    }

    /// <summary>
    /// The dots come after the words whether or not any were left out, and whatever other ending was asked for.
    /// </summary>
    static string TruncateWords(string? text, int count, string? ellipsis = null)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || char.IsWhiteSpace(text[i]))
            {
                words.Add(text[start..i]);
                while (i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]))
                {
                    i++;
                }

                start = i + 1;
            }
        }

        return string.Join(' ', words.Take(count)) + "...";
    }
}
