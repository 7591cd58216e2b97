using NodaTime;
using NodaTime.TimeZones;

namespace Engagement.Time;

/// <summary>The civil time of a place. Both changes to and from daylight saving time have one answer here.</summary>
public sealed class LocalZone
{
    static readonly ZoneLocalMappingResolver s_resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    readonly TzdbDateTimeZoneSource? _source;
    DateTimeZone? _rules;

    internal LocalZone(string id, TzdbDateTimeZoneSource source) => (Id, _source) = (id, source);

    LocalZone(DateTimeZone rules) => (Id, _rules) = (rules.Id, rules);

    public static LocalZone Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>Its IANA name.</summary>
    public string Id { get; }

    // Read when first asked for: most workspaces live in a few zones of hundreds. Two readers at once read the same.
    internal DateTimeZone Rules => _rules ??= _source!.ForId(Id);

    /// <summary>The zone of this IANA name, or else UTC: what a customer's record holds came from outside.</summary>
    public static LocalZone Of(string? name) => ZoneDatabase.Current.Find(name) ?? Utc;

    /// <summary>Whether there is such a zone.</summary>
    public static bool Knows(ReadOnlySpan<char> name) => ZoneDatabase.Current.Find(name) is not null;

    /// <summary>
    /// Whether an instant is so near to an end of the calendar that reckoning from it could leave the calendar. Such
    /// instants come from broken clocks, and stay what they are.
    /// </summary>
    public static bool IsAtAnEnd(DateTimeOffset instant) => instant.Year is < 100 or > 9_900;

    /// <summary>What a wall clock shows then. At the ends of the calendar it stands still.</summary>
    public DateTime Local(DateTimeOffset instant)
    {
        var offset = Rules.GetUtcOffset(NodaTime.Instant.FromDateTimeOffset(instant));
        return new(Math.Clamp(instant.UtcTicks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
    }

    /// <summary>
    /// When a wall clock shows this. A time that is skipped when clocks go forward becomes the first instant after the
    /// gap; one that comes twice when they go back is the earlier of the two.
    /// </summary>
    public DateTimeOffset Instant(DateTime local) =>
        Rules.ResolveLocal(LocalDateTime.FromDateTime(local), s_resolver).ToInstant().ToDateTimeOffset();
}
