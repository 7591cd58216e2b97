namespace Engagement.Time;

/// <summary>
/// A duration as people mean it: months and days follow the local calendar, so that a day stays a day when clocks
/// change; hours and less are exact.
/// </summary>
public readonly record struct Period(int Months, int Days, TimeSpan Time)
{
    /// <summary>The longest that anything may wait.</summary>
    public const int YearsMax = 10;

    public static Period OfDays(int days) => new(0, days, default);

    public static Period Of(TimeSpan time) => new(0, 0, time);

    public bool IsNothing => this == default;

    /// <summary>About how long it is: a month counts as a twelfth of a year.</summary>
    public TimeSpan Roughly => TimeSpan.FromDays((365.25 / 12 * Months) + Days) + Time;

    /// <summary>Whether an instant lies further ahead than anything may wait.</summary>
    public static bool IsBeyond(DateTimeOffset instant, DateTimeOffset now) =>
        !LocalZone.IsAtAnEnd(now) && instant > now.AddYears(YearsMax);

    /// <summary>This long after an instant, on the calendar of a zone.</summary>
    public DateTimeOffset After(DateTimeOffset instant, LocalZone zone) => Moved(instant, zone, 1);

    /// <summary>This long before an instant, on the calendar of a zone.</summary>
    public DateTimeOffset Before(DateTimeOffset instant, LocalZone zone) => Moved(instant, zone, -1);

    /// <summary>
    /// The day of the month that months lead to from an instant: its own, or the one that an earlier wait aimed at when
    /// that month was too short for it.
    /// </summary>
    /// <param name="aim">What the wait before this one aimed at; null for nothing.</param>
    internal int? Aim(DateTimeOffset instant, LocalZone zone, int? aim)
    {
        if (Months == 0)
        {
            return null;
        }

        var local = zone.Local(instant);
        return aim > local.Day && local.Day == DateTime.DaysInMonth(local.Year, local.Month) ? aim : local.Day;
    }

    /// <summary>This long after an instant, on that day of the month if the month has it, else on its last.</summary>
    internal DateTimeOffset After(DateTimeOffset instant, LocalZone zone, int? day)
    {
        var after = After(instant, zone);
        if (day is not { } aim || LocalZone.IsAtAnEnd(instant))
        {
            return after;
        }

        var month = zone.Local(instant).AddMonths(Months);
        var missing = Math.Min(aim, DateTime.DaysInMonth(month.Year, month.Month)) - month.Day;
        return missing > 0 ? (this with { Days = Days + missing }).After(instant, zone) : after;
    }

    DateTimeOffset Moved(DateTimeOffset instant, LocalZone zone, int sign)
    {
        if (LocalZone.IsAtAnEnd(instant))
        {
            return instant;
        }

        if (Months != 0 || Days != 0)
        {
            var local = zone.Local(instant);
            instant = zone.Instant(local.AddMonths(sign * Months).AddDays(sign * Days));
        }

        return (instant + (sign * Time)).ToUniversalTime();
    }
}
