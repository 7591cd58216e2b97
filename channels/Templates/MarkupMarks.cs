using AngleSharp.Dom;

namespace Engagement.Templates;

/// <summary>
/// Marks that stand in markup for what is not known yet. A mark is two words with a space between them: where they come
/// apart, as in a value without quotes, what is filled in could, too.
/// </summary>
sealed class MarkupMarks(string source)
{
    readonly string _word = Unused(source);

    public string Mark(int number) => $"{_word}{number}a {_word}{number}z";

    /// <summary>Whether any of a mark is in a text.</summary>
    public bool IsIn(string text) => text.Contains(_word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The marks in a text, with the literal text before each, and whether the mark is whole.</summary>
    public IEnumerable<(int Number, string Before, bool IsWhole)> In(string text)
    {
        var from = 0;
        while (text.IndexOf(_word, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var digits = at + _word.Length;
            var end = digits;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            var number = int.TryParse(text.AsSpan(digits, end - digits), out var read) ? read : -1;
            var isWhole = string.CompareOrdinal(text, at, Mark(number), 0, Mark(number).Length) == 0;
            yield return (number, text[from..at], isWhole);
            from = isWhole ? at + Mark(number).Length : Math.Min(end + 1, text.Length);
        }
    }

    /// <summary>Whether an attribute is half of a mark and nothing else.</summary>
    public bool IsHalf(IAttr attribute) =>
        attribute.Value.Length == 0 && In(attribute.Name).ToList() is [(var number, "", false)]
        && (attribute.Name == $"{_word}{number}a" || attribute.Name == $"{_word}{number}z");

    static string Unused(string source)
    {
        var number = 0;
        while (source.Contains($"m{number}k", StringComparison.OrdinalIgnoreCase))
        {
            number++;
        }

        return $"m{number}k";
    }
}
