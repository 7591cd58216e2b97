namespace Engagement.Tests.Support;

/// <summary>
/// A clock that stands still until it is told to move, and fires what falls due on the way, in order.
/// </summary>
sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<Alarm> _alarms = [];
    readonly List<(TimeSpan Due, TaskCompletionSource Done)> _waits = [];
    DateTimeOffset _now = start;

    public ManualClock()
        : this(new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

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

    public void Advance(TimeSpan span)
    {
        var until = GetUtcNow() + span;
        while (TakeDue(until) is { } alarm)
        {
            alarm.Fire();
        }

        lock (_lock)
        {
            _now = until;
        }
    }

    Alarm? TakeDue(DateTimeOffset until)
    {
        lock (_lock)
        {
            var alarm = _alarms.Where(each => each.DueAt <= until).MinBy(each => each.DueAt);
            if (alarm is not null)
            {
                _now = alarm.DueAt > _now ? alarm.DueAt : _now;
                alarm.Rearm();
            }

            return alarm;
        }
    }

    sealed class Alarm(ManualClock clock, Action fire) : ITimer
    {
        TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                DueAt = clock._now + dueTime;
                clock._alarms.Add(this);
                foreach (var wait in clock._waits.Where(wait => wait.Due == dueTime).ToArray())
                {
                    clock._waits.Remove(wait);
                    wait.Done.SetResult();
                }
            }

            return true;
        }

        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
            {
                DueAt += _period;
            }
            else
            {
                clock._alarms.Remove(this);
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
