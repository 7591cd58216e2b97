using System.Globalization;
using System.Text;
using Scriban.Runtime;

namespace Scriban.Functions;

static partial class StringFunctions
{
    public static ScriptObject Create()
    {
        var functions = new ScriptObject();
        ImportTests(functions);
        ImportShapes(functions);
        ImportChanges(functions);
        functions.Import("pluralize", (int number, string? singular, string? plural) =>
            number == 1 ? singular : plural);
        functions.Import("size", (string? text) => text?.Length ?? 0);
        functions.Import("split", Split);
        functions.Import("to_int", ToInt);
        functions.Import("to_double", ToDouble);
        return functions;
    }

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var short1 = "\a\b\t\r\v\f\n\"\\".IndexOf(c, StringComparison.Ordinal);
            if (short1 >= 0)
            {
                escaped.Append('\\').Append("abtrvfn\"\\"[short1]);
            }
            else if (c < ' ')
            {
                escaped.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    static void ImportTests(ScriptObject functions)
    {
        // Beginnings and ends are compared as the thread's culture does, like the engine this stands in for.
        functions.Import("contains", (string? text, string? value) =>
            IsFilled(text, value) && text!.Contains(value!, StringComparison.Ordinal));
        functions.Import("empty", (string? text) => string.IsNullOrEmpty(text));
        functions.Import("ends_with", (string? text, string? value) =>
            IsFilled(text, value) && text!.EndsWith(value!, StringComparison.CurrentCulture));
        functions.Import("equals_ignore_case", (string? text, string? value) =>
            text?.Equals(value, StringComparison.InvariantCultureIgnoreCase) ?? false);
        functions.Import("starts_with", (string? text, string? value) =>
            IsFilled(text, value) && text!.StartsWith(value!, StringComparison.CurrentCulture));
        functions.Import("whitespace", (string? text) => string.IsNullOrWhiteSpace(text));
    }

    static void ImportShapes(ScriptObject functions)
    {
        functions.Import("capitalize", Capitalize);
        functions.Import("capitalizewords", CapitalizeWords);
        functions.Import("downcase", (string? text) => text?.ToLowerInvariant());
        functions.Import("handleize", Handleize);
        functions.Import("lstrip", (string? text) => text?.TrimStart());
        functions.Import("pad_left", (TemplateContext context, string? text, int width) =>
            (text ?? "").PadLeft(Fitting(context, width)));
        functions.Import("pad_right", (TemplateContext context, string? text, int width) =>
            (text ?? "").PadRight(Fitting(context, width)));
        functions.Import("rstrip", (string? text) => text?.TrimEnd());
        functions.Import("slice", Slice);
        functions.Import("strip", (string? text) => text?.Trim());
        functions.Import("strip_newlines", (string? text) => (text ?? "")
            .Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal));
        functions.Import("truncate", Truncate);
        functions.Import("truncatewords", TruncateWords);
        functions.Import("upcase", (string? text) => text?.ToUpperInvariant());
    }

    static void ImportChanges(ScriptObject functions)
    {
        functions.Import("append", (TemplateContext context, string? text, string? with) =>
            Fitting(context, text + with));
        functions.Import("prepend", (TemplateContext context, string? text, string? by) =>
            Fitting(context, by + text));
        functions.Import("remove", (string? text, string? remove) =>
            IsFilled(text, remove) ? text!.Replace(remove!, "", StringComparison.Ordinal) : text);
        functions.Import("remove_first", (string? text, string? remove) =>
            IsFilled(text, remove) ? ReplaceOnce(text!, remove!, "", false) : text);
        functions.Import("remove_last", (string? text, string? remove) =>
            IsFilled(text, remove) ? ReplaceOnce(text!, remove!, "", true) : text);
        functions.Import("replace", (TemplateContext context, string? text, string? match, string? replace) =>
            string.IsNullOrEmpty(text) ? ""
                : Fitting(context, text.Replace(match ?? "", replace ?? "", StringComparison.Ordinal)));
        functions.Import("replace_first", ReplaceFirst);
    }

    static bool IsFilled(string? text, string? value) => !string.IsNullOrEmpty(text) && !string.IsNullOrEmpty(value);

    static string Fitting(TemplateContext context, string text) =>
        context.LimitToString > 0 && text.Length > context.LimitToString
            ? throw new InvalidOperationException(
                $"The resulting string length exceeds the configured LimitToString `{context.LimitToString}`.")
            : text;

    static int Fitting(TemplateContext context, int width) =>
        context.LimitToString > 0 && width > context.LimitToString
            ? throw new ArgumentOutOfRangeException(
                nameof(width), $"The width `{width}` exceeds the configured LimitToString `{context.LimitToString}`.")
            : width;

    static string ReplaceFirst(
        TemplateContext context, string? text, string? match, string? replace, bool from_end = false) =>
        IsFilled(text, match) ? Fitting(context, ReplaceOnce(text!, match!, replace ?? "", from_end)) : text ?? "";

    static string ReplaceOnce(string text, string match, string replace, bool fromEnd)
    {
        var at = fromEnd
            ? text.LastIndexOf(match, StringComparison.OrdinalIgnoreCase)
            : text.IndexOf(match, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? text : text[..at] + replace + text[(at + match.Length)..];
    }

    static ScriptRange Split(string? text, string? match) => new(
        string.IsNullOrEmpty(text) ? []
        : string.IsNullOrEmpty(match) ? [text]
        : text.Split(match, StringSplitOptions.RemoveEmptyEntries));

    static object? ToInt(TemplateContext context, string? text) =>
        int.TryParse(text, NumberStyles.Integer, context.CurrentCulture, out var number) ? number : null;

    static object? ToDouble(TemplateContext context, string? text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, context.CurrentCulture, out var number)
            ? number
            : null;
}
