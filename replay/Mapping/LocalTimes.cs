using System.Globalization;

namespace Engagement.Replay;

/// <summary>
/// Reads times as foreign files write them. One without offset is local to a zone, where twice a year the clocks
/// change: a time that did not exist is taken as if they had not been put forward; of a time that came twice, the
/// first is meant.
/// </summary>
static class LocalTimes
{
    static readonly string[] s_local =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd",
    ];

    /// <exception cref="FormatException">It is no time.</exception>
    public static DateTimeOffset Instant(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, s_local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? Instant(local, zone)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
                ? instant.ToUniversalTime()
                : throw new FormatException($"'{text}' is no time.");

    /// <summary>The last second of the local day, however many hours the day has.</summary>
    /// <exception cref="FormatException">It is no time.</exception>
    public static DateTimeOffset EndOfDay(string text, TimeZoneInfo zone)
    {
        var day = DateTime.TryParseExact(
            text, s_local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? local.Date
            : TimeZoneInfo.ConvertTime(Instant(text, zone), zone).Date;
        return Instant(day.AddDays(1), zone).AddSeconds(-1);
    }

    static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        // For a time that did not exist, GetUtcOffset answers the standard offset: the one before the change.
        var offset = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
