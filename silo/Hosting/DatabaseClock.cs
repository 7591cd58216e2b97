namespace Engagement.Hosting;

/// <summary>
/// The clock of the database, which is one for all processes that share it. Asked for now and then; in between it goes
/// on by the counter that nobody can set, so that a machine whose clock is wrong, or is set, changes no due time.
/// </summary>
sealed class DatabaseClock(TimeProvider machine) : TimeProvider
{
    volatile Reading? _read;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <summary>How far the machine's own clock is ahead; nothing before the database was asked.</summary>
    public TimeSpan MachineAhead => machine.GetUtcNow() - GetUtcNow();

    /// <summary>The machine's, until the database has been asked.</summary>
    public override DateTimeOffset GetUtcNow() =>
        _read is { } read ? read.At + machine.GetElapsedTime(read.Stamp) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <param name="at">What the database said.</param>
    /// <param name="stamp">The counter then.</param>
    public void Set(DateTimeOffset at, long stamp) => _read = new(at, stamp);

    sealed record Reading(DateTimeOffset At, long Stamp);
}
