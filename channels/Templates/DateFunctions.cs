using System.Globalization;
using Engagement.Time;
using Scriban;
using Scriban.Runtime;

namespace Engagement.Templates;

/// <summary>Reading dates: ours, because the engine would show instants in the zone of the machine.</summary>
static class DateFunctions
{
    public static void AddTo(ScriptObject date) =>
        date.Import("parse", (TemplateContext context, object? value) =>
            Local(value, ((RenderingContext)context).Zone));

    /// <summary>
    /// The date and time that a value stands for: an instant as a clock beside the customer shows it, a date or a local
    /// time as it is written. Null for what is no date.
    /// </summary>
    public static DateTime? Local(object? value, LocalZone zone)
    {
        if (value is DateTime known)
        {
            return known;
        }

        var invariant = CultureInfo.InvariantCulture;
        if (value is not string text
            || !DateTime.TryParse(text, invariant, DateTimeStyles.RoundtripKind, out var written))
        {
            return null;
        }

        return written.Kind != DateTimeKind.Unspecified
            && DateTimeOffset.TryParse(text, invariant, DateTimeStyles.AssumeUniversal, out var instant)
                ? zone.Local(instant)
                : written;
    }
}
