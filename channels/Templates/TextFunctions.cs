using System.Globalization;
using System.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Engagement.Templates;

/// <summary>
/// Functions on texts that are ours, because the engine's cut letters in two, ask the machine's culture, or let a text
/// grow before they look at its length.
/// </summary>
static class TextFunctions
{
    public static void AddTo(ScriptObject functions)
    {
        functions.Import("capitalize", Capitalize);
        functions.Import("capitalizewords", CapitalizeWords);
        functions.Import("ends_with", (string? text, string? end) => Joins(text, end) && text!.EndsWith(end!, Exactly));
        functions.Import("handleize", Handleize);
        functions.Import("pad_left", (TemplateContext _, SourceSpan span, string? text, int width) =>
            Padding(span, text, width) + text);
        functions.Import("pad_right", (TemplateContext _, SourceSpan span, string? text, int width) =>
            text + Padding(span, text, width));
        functions.Import("replace", Replace);
        functions.Import("size", (string? text) => WholeLetters.Count(text ?? ""));
        functions.Import(
            "slice", (string? text, int start, int? length = null) => WholeLetters.Slice(text ?? "", start, length));
        functions.Import(
            "starts_with", (string? text, string? start) => Joins(text, start) && text!.StartsWith(start!, Exactly));
        functions.Import("strip_newlines", (string? text) => (text ?? "").ReplaceLineEndings(""));
        functions.Import("to_double", ToDouble);
        functions.Import("to_int", ToInt);
        functions.Import("truncate", Truncate);
        functions.Import("truncatewords", TruncateWords);
    }

    const StringComparison Exactly = StringComparison.Ordinal;

    static bool Joins(string? text, string? other) => text is { Length: > 0 } && other is { Length: > 0 };

    static string Capitalize(string? text)
    {
        var first = text is { Length: > 0 } ? WholeLetters.Slice(text, 0, 1) : "";
        return first.ToUpperInvariant() + text?[first.Length..];
    }

    static string CapitalizeWords(string? text)
    {
        var words = new StringBuilder();
        var begins = true;
        foreach (var letter in WholeLetters.Of(text ?? ""))
        {
            var isBlank = string.IsNullOrWhiteSpace(letter);
            var isFirst = begins && Rune.IsLetter(letter.EnumerateRunes().First());
            words.Append(isFirst ? letter.ToUpperInvariant() : letter);
            begins = isBlank || (begins && !isFirst);
        }

        return words.ToString();
    }

    static string Handleize(string? text)
    {
        var handle = new StringBuilder();
        foreach (var sign in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(sign))
            {
                handle.Append(Rune.ToLowerInvariant(sign));
            }
            else if (handle.Length == 0 || handle[^1] != '-')
            {
                handle.Append('-');
            }
        }

        return handle.Length > 0 && handle[^1] == '-' ? handle.ToString(0, handle.Length - 1) : handle.ToString();
    }

    static string Padding(SourceSpan span, string? text, int width)
    {
        var missing = Math.Max(0, width - WholeLetters.Count(text ?? ""));
        return missing <= TemplateLimits.OutputMax ? new string(' ', missing) : throw TooLong(span);
    }

    static string Replace(TemplateContext _, SourceSpan span, string? text, string? match, string? replace)
    {
        if (!Joins(text, match))
        {
            return text ?? "";
        }

        var count = text.AsSpan().Count(match);
        return text!.Length + (count * ((long)(replace?.Length ?? 0) - match!.Length)) <= TemplateLimits.OutputMax
            ? text.Replace(match, replace, Exactly)
            : throw TooLong(span);
    }

    static string Truncate(string? text, int length, string? ellipsis = null)
    {
        var whole = text ?? "";
        var end = ellipsis ?? "...";
        return WholeLetters.Count(whole) <= length
            ? whole
            : WholeLetters.Slice(whole, 0, Math.Max(0, length - WholeLetters.Count(end))) + end;
    }

    static string TruncateWords(string? text, int count)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(count);
        return string.Join(' ', words) + "...";
    }

    static int? ToInt(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    static double? ToDouble(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    static TemplateLimitException TooLong(SourceSpan span) => new(
        span, TemplateFault.Output, $"A text is longer than {TemplateLimits.OutputMax} characters.");
}
