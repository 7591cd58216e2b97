using Microsoft.Extensions.Time.Testing;

namespace Engagement.Tests.Support;

/// <summary>
/// Microsoft's fake time, which also tells when a timer is set: a test that moves the clock before somebody waits for
/// it would wait for ever.
/// </summary>
sealed class ArmedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    readonly Lock _lock = new();
    readonly List<(TimeSpan Due, TaskCompletionSource Done)> _waits = [];

    /// <summary>
    /// How far somebody has put the wall clock forward or back. Timers and the counter that nobody can set do not mind.
    /// </summary>
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Done when next a timer is set to that due time; take it before the act that sets the timer.</summary>
    public Task Armed(TimeSpan due)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waits.Add((due, done));
        }

        return done.Task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Alarm(this, base.CreateTimer(callback, state, dueTime, period));
        Tell(dueTime);
        return timer;
    }

    void Tell(TimeSpan due)
    {
        lock (_lock)
        {
            foreach (var wait in _waits.Where(wait => wait.Due == due).ToArray())
            {
                _waits.Remove(wait);
                wait.Done.SetResult();
            }
        }
    }

    sealed class Alarm(ArmedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            clock.Tell(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
