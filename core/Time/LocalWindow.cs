namespace Engagement.Time;

/// <summary>
/// A part of the day, on some days of the week. One that closes before it opens goes over midnight, and belongs to the
/// day on which it opens.
/// </summary>
/// <param name="From">Minutes after midnight at which it opens.</param>
/// <param name="To">Minutes after midnight at which it closes; 1440 is the end of the day.</param>
/// <param name="Days">Bit <c>n</c> is set when it opens on <see cref="DayOfWeek"/> <c>n</c>.</param>
/// <param name="Zone">The IANA zone whose clock counts; null for the customer's own.</param>
public sealed record LocalWindow(int From, int To, int Days = LocalWindow.EveryDay, string? Zone = null)
{
    public const int EveryDay = 0b111_1111;

    // A window of one day a week, whose opening falls into a gap of the clocks, opens a week later.
    const int SearchDays = 15;

    public bool IsOpen(DateTimeOffset instant, LocalZone zone)
    {
        zone = Zone is null ? zone : LocalZone.Of(Zone);
        var local = zone.Local(instant);
        var minutes = local.TimeOfDay.TotalMinutes;
        return From < To
            ? OpensOn(local.DayOfWeek) && minutes >= From && minutes < To
            : (OpensOn(local.DayOfWeek) && minutes >= From) || (OpensOn(DayBefore(local)) && minutes < To);
    }

    /// <summary>The instant itself when the window is open, else when it next opens.</summary>
    public DateTimeOffset Next(DateTimeOffset instant, LocalZone zone)
    {
        if (LocalZone.IsAtAnEnd(instant) || IsOpen(instant, zone))
        {
            return instant;
        }

        zone = Zone is null ? zone : LocalZone.Of(Zone);
        var today = zone.Local(instant).Date;
        for (var day = 0; day <= SearchDays; day++)
        {
            var opening = zone.Instant(today.AddDays(day).AddMinutes(From));
            if (opening >= instant && IsOpen(opening, zone))
            {
                return opening;
            }
        }

        throw new InvalidOperationException($"A window from {From} to {To} on days {Days} never opens in {zone.Id}.");
    }

    bool OpensOn(DayOfWeek day) => (Days & (1 << (int)day)) != 0;

    static DayOfWeek DayBefore(DateTime local) => (DayOfWeek)(((int)local.DayOfWeek + 6) % 7);
}
