namespace Engagement.Storage;

/// <summary>
/// How instants are stored: ticks of 100 ns since 1970-01-01 UTC. A database's own timestamps are coarser than .NET's:
/// a due time cut short would wake its customer a moment too early, for nothing, over and over.
/// </summary>
static class Instants
{
    public static long Stored(this DateTimeOffset instant) => instant.UtcTicks - DateTime.UnixEpoch.Ticks;

    public static long? Stored(this DateTimeOffset? instant) => instant?.Stored();

    public static DateTimeOffset Instant(this long stored) => new(stored + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    public static DateTimeOffset? Instant(this long? stored) => stored?.Instant();
}
