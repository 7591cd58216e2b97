using System.Globalization;
using Engagement.Time;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>The <c>fmt</c> group: money, dates and points the way the customer writes them.</summary>
static class FormatFunctions
{
    public static ScriptObject Create()
    {
        var functions = new ScriptObject();
        functions.Import("date", Date);
        functions.Import("money", Money);
        functions.Import("points", Points);
        return functions;
    }

    /// <param name="amount">An object of <c>amount</c> and <c>currency</c>, or a whole number of minor units.</param>
    static string? Money(
        TemplateContext context, SourceSpan span, object? amount, string? currency = null, string? locale = null)
    {
        var (units, code) = amount is ScriptObject money
            ? (Member(context, span, money, "amount"), Member(context, span, money, "currency") as string)
            : (amount, currency);
        if (units is null)
        {
            return null;
        }

        if (units is not (int or long) || code is not { Length: 3 })
        {
            throw new ScriptRuntimeException(
                span, "fmt.money takes an amount of money, or minor units and a currency.");
        }

        var minor = Convert.ToInt64(units, CultureInfo.InvariantCulture);
        return Currencies.Format(minor, code.ToUpperInvariant(), Culture(context, locale));
    }

    static string? Date(
        TemplateContext context,
        SourceSpan span,
        object? value,
        string style = "long",
        string? zone = null,
        string? locale = null)
    {
        var pattern = style switch
        {
            "long" => "D",
            "short" => "d",
            "time" => "t",
            "datetime" => "f",
            "day" => "dddd",
            "month" => "Y",
            _ => throw new ScriptRuntimeException(
                span, "fmt.date knows long, short, time, datetime, day and month; for others use date.to_string."),
        };
        var culture = Culture(context, locale);
        return DateFunctions.Local(value, zone is null ? ((RenderingContext)context).Zone : LocalZone.Of(zone))
            ?.ToString(pattern, culture);
    }

    static string? Points(TemplateContext context, SourceSpan span, object? points, string? locale = null) =>
        points switch
        {
            null => null,
            int or long => ((IFormattable)points).ToString("N0", Culture(context, locale)),
            _ => throw new ScriptRuntimeException(span, "fmt.points takes a whole number."),
        };

    static object? Member(TemplateContext context, SourceSpan span, ScriptObject owner, string name) =>
        owner.TryGetValue(context, span, name, out var value) ? value : null;

    static CultureInfo Culture(TemplateContext context, string? locale) =>
        locale is null ? context.CurrentCulture : Cultures.Of(locale);
}
