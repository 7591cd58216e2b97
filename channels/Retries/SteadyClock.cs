namespace Engagement.Retries;

/// <summary>
/// A clock that never steps: it begins where the machine's stands and goes on by the counter that nobody can set. For
/// what waits inside this process, which must not wait two hours longer because the clock was put back by two.
/// </summary>
public sealed class SteadyClock(TimeProvider clock) : TimeProvider
{
    readonly DateTimeOffset _origin = clock.GetUtcNow();
    readonly long _begun = clock.GetTimestamp();

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _origin + clock.GetElapsedTime(_begun);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
