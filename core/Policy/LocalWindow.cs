namespace Engagement.Policy;

/// <summary>A part of the day, on some days of the week.</summary>
/// <param name="From">Minutes after midnight at which it opens.</param>
/// <param name="To">Minutes after midnight at which it closes; 1440 is the end of the day.</param>
/// <param name="Days">Bit <c>n</c> is set when it opens on <see cref="DayOfWeek"/> <c>n</c>.</param>
/// <param name="Zone">The IANA zone whose clock counts; null for the customer's own.</param>
public sealed record LocalWindow(int From, int To, int Days = LocalWindow.EveryDay, string? Zone = null)
{
    public const int EveryDay = 0b111_1111;

    // A window of one day a week, whose opening falls into a gap of the clocks, opens a week later.
    const int SearchDays = 15;

    public bool IsOpen(DateTimeOffset instant, TimeZoneInfo zone)
    {
        zone = Zone is null ? zone : LocalTime.Zone(Zone);
        var local = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        return OpensOn(local) && local.TimeOfDay.TotalMinutes >= From && local.TimeOfDay.TotalMinutes < To;
    }

    /// <summary>The instant itself when the window is open, else when it next opens.</summary>
    public DateTimeOffset Next(DateTimeOffset instant, TimeZoneInfo zone)
    {
        if (LocalTime.IsAtAnEnd(instant) || IsOpen(instant, zone))
        {
            return instant;
        }

        zone = Zone is null ? zone : LocalTime.Zone(Zone);
        var today = TimeZoneInfo.ConvertTime(instant, zone).DateTime.Date;
        for (var day = 0; day <= SearchDays; day++)
        {
            var opening = LocalTime.Instant(today.AddDays(day).AddMinutes(From), zone);
            if (opening >= instant && IsOpen(opening, zone))
            {
                return opening;
            }
        }

        throw new InvalidOperationException($"A window from {From} to {To} on days {Days} never opens in {zone.Id}.");
    }

    bool OpensOn(DateTime local) => (Days & (1 << (int)local.DayOfWeek)) != 0;
}
