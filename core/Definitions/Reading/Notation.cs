using System.Globalization;
using System.Text.RegularExpressions;
using Engagement.Time;

namespace Engagement.Definitions.Reading;

/// <summary>
/// Reads the small notations that definitions use: ids, durations, times of day, days, colours, locales.
/// </summary>
static partial class Notation
{
    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.CultureInvariant)]
    public static partial Regex Id { get; }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", RegexOptions.CultureInvariant)]
    public static partial Regex Locale { get; }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant)]
    public static partial Regex Color { get; }

    [GeneratedRegex("^[^@\\s<>\",;]{1,64}@[^@\\s<>\",;]{1,190}$", RegexOptions.CultureInvariant)]
    public static partial Regex Address { get; }

    [GeneratedRegex(
        "^P(?=.)(?:(\\d{1,6})Y)?(?:(\\d{1,6})M)?(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?"
        + "(?:T(?=.)(?:(\\d{1,6})H)?(?:(\\d{1,6})M)?(?:(\\d{1,6})S)?)?$",
        RegexOptions.CultureInvariant)]
    static partial Regex Iso8601 { get; }

    [GeneratedRegex("^([01][0-9]|2[0-4]):([0-5][0-9])$", RegexOptions.CultureInvariant)]
    static partial Regex Clock { get; }

    /// <summary>An ISO 8601 duration; null when it is none.</summary>
    public static Period? Duration(string text)
    {
        if (Iso8601.Match(text) is not { Success: true } match)
        {
            return null;
        }

        return new(
            (12 * Number(match, 1)) + Number(match, 2),
            (7 * Number(match, 3)) + Number(match, 4),
            TimeSpan.FromSeconds((3600L * Number(match, 5)) + (60L * Number(match, 6)) + Number(match, 7)));
    }

    /// <summary>Minutes after midnight of a time such as <c>09:30</c>; <c>24:00</c> is the end of the day.</summary>
    public static int? Minute(string text)
    {
        if (Clock.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var minute = (60 * Number(match, 1)) + Number(match, 2);
        return minute <= 24 * 60 ? minute : null;
    }

    public static DayOfWeek? Day(string text) => text switch
    {
        "sun" => DayOfWeek.Sunday,
        "mon" => DayOfWeek.Monday,
        "tue" => DayOfWeek.Tuesday,
        "wed" => DayOfWeek.Wednesday,
        "thu" => DayOfWeek.Thursday,
        "fri" => DayOfWeek.Friday,
        "sat" => DayOfWeek.Saturday,
        _ => null,
    };

    static int Number(Match match, int group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
}
