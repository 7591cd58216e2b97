using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>Formatting numbers: ours, because the engine lets a format ask for a thousand million digits.</summary>
static class NumberFunctions
{
    const int FormatMax = 32;

    public static void AddTo(ScriptObject math) => math.Import("format", Format);

    static string? Format(
        TemplateContext context, SourceSpan span, object? value, string? format, string? culture = null)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not (int or long or decimal or double) || value is not IFormattable number)
        {
            throw new ScriptRuntimeException(span, "math.format takes a number.");
        }

        var pattern = format ?? "";
        var digits = pattern.AsSpan(pattern.Length > 0 && char.IsLetter(pattern[0]) ? 1 : 0);
        if (pattern.Length > FormatMax || (digits.Length > 2 && int.TryParse(digits, out _)))
        {
            throw new ScriptRuntimeException(span, "The format of math.format asks for too many digits.");
        }

        return number.ToString(pattern, culture is null ? context.CurrentCulture : Cultures.Of(culture));
    }
}
