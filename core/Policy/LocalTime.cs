namespace Engagement.Policy;

/// <summary>A customer's wall clock. Both changes to and from daylight saving time have one answer here.</summary>
public static class LocalTime
{
    /// <summary>The zone of this IANA name, or else UTC: what a customer's record holds came from outside.</summary>
    public static TimeZoneInfo Zone(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>
    /// Whether an instant is so near to an end of the calendar that reckoning from it could leave the calendar. Such
    /// instants come from broken clocks, and stay what they are.
    /// </summary>
    public static bool IsAtAnEnd(DateTimeOffset instant) => instant.Year is < 100 or > 9_900;

    /// <summary>
    /// When a wall clock shows this. A time that is skipped when clocks go forward becomes the first instant after the
    /// gap; one that comes twice when they go back is the earlier of the two.
    /// </summary>
    public static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            return AfterGap(local, zone);
        }

        var offset = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    static DateTimeOffset AfterGap(DateTime local, TimeZoneInfo zone)
    {
        // Zones change on whole minutes: the last valid minute before the gap, plus one, is the change itself.
        var minute = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
        while (zone.IsInvalidTime(minute))
        {
            minute = minute.AddMinutes(-1);
        }

        return new DateTimeOffset(minute, zone.GetUtcOffset(minute)).AddMinutes(1).ToUniversalTime();
    }
}
