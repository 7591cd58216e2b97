using System.Globalization;
using Engagement.Time;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// Reading dates and reckoning with them: ours, because the engine would show instants in the zone of the machine, take
/// what is left out of a date from the machine's clock, and count years as each language does.
/// </summary>
static class DateFunctions
{
    /// <summary>What may follow a date: a local time. With a zone behind it, it is an instant.</summary>
    static readonly string[] LocalForms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    static readonly string[] InstantForms = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public static ScriptObject Create()
    {
        var date = new ScriptObject();
        date.Import("parse", (TemplateContext context, object? value) => Known(context, value));
        Import(date, "add_days", (at, days) => at.AddDays(days));
        Import(date, "add_hours", (at, hours) => at.AddHours(hours));
        Import(date, "add_minutes", (at, minutes) => at.AddMinutes(minutes));
        Import(date, "add_months", (at, months) => at.AddMonths(checked((int)months)));
        Import(date, "add_years", (at, years) => at.AddYears(checked((int)years)));
        date.Import("to_string", Text);
        return date;
    }

    /// <summary>
    /// The date and time that a value stands for: an instant as a clock beside the customer shows it, a date or a local
    /// time as it is written. Null for all else.
    /// </summary>
    public static DateTime? Local(object? value, LocalZone zone)
    {
        if (value is DateTime known)
        {
            return known;
        }

        // RFC 3339 allows small letters, too.
        var text = (value as string)?.ToUpperInvariant();
        var invariant = CultureInfo.InvariantCulture;
        return DateTime.TryParseExact(text, LocalForms, invariant, DateTimeStyles.None, out var written)
            ? written
            : IsZoned(text) && DateTimeOffset.TryParseExact(
                text, InstantForms, invariant, DateTimeStyles.AssumeUniversal, out var instant)
                ? zone.Local(instant)
                : null;
    }

    static bool IsZoned(string? text) => text is { Length: > 6 } && (text[^1] == 'Z' || text[^6] is '+' or '-');

    static DateTime? Known(TemplateContext context, object? value) => Local(value, ((RenderingContext)context).Zone);

    static void Import(ScriptObject date, string name, Func<DateTime, double, DateTime> add) => date.Import(
        name, (TemplateContext context, object? value, double count) =>
            Known(context, value) is { } at ? add(at, count) : (DateTime?)null);

    static string? Text(
        TemplateContext context, SourceSpan span, object? value, string? pattern, string? language = null)
    {
        if (Known(context, value) is not { } at)
        {
            return null;
        }

        if (pattern is null)
        {
            throw new ScriptRuntimeException(span, "date.to_string takes a pattern.");
        }

        var culture = language is null ? context.CurrentCulture : Cultures.Of(language);
        return DatePattern.Write(at, pattern, Cultures.Gregorian(culture));
    }
}
