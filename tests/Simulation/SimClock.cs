namespace Engagement.Tests.Simulation;

/// <summary>Virtual time: it stands still while anything can run, then jumps to the next timer.</summary>
sealed class SimClock(DateTimeOffset start) : TimeProvider
{
    readonly PriorityQueue<SimTimer, (long At, long Order)> _timers = new();
    long _now = start.UtcTicks;
    long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

    public override long GetTimestamp() => _now;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Jumps to the next timer and fires it. False when there is none, or none until <paramref name="limit"/>.
    /// </summary>
    public bool FireNext(DateTimeOffset limit)
    {
        while (_timers.TryPeek(out var timer, out var key))
        {
            if (timer.Due != key.At)
            {
                _timers.Dequeue();
                continue;
            }

            if (key.At > limit.UtcTicks)
            {
                return false;
            }

            _timers.Dequeue();
            _now = Math.Max(_now, key.At);
            timer.Fire();
            return true;
        }

        return false;
    }

    void Arm(SimTimer timer, long at) => _timers.Enqueue(timer, (at, _order++));

    sealed class SimTimer(SimClock clock, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>When it fires, in ticks; null when it is off. An armed entry with another time is stale.</summary>
        public long? Due { get; private set; }

        public void Fire()
        {
            Due = null;
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + Math.Max(0, dueTime.Ticks);
            if (Due is { } at)
            {
                clock.Arm(this, at);
            }

            return true;
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
