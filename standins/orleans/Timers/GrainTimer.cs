using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer whose callback runs as a turn of its grain.</summary>
public interface IGrainTimer : IDisposable
{
    /// <param name="period">From the end of one callback to the next; infinite for no more.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}

public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this() =>
        (DueTime, Period) = (dueTime, period);

    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one callback to the next; infinite for one only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether callbacks run beside calls.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether callbacks count as use of the grain.</summary>
    public bool KeepAlive { get; init; }
}

sealed class GrainTimer : IGrainTimer
{
    readonly Activation _activation;
    readonly Func<CancellationToken, Task> _callback;
    readonly GrainTimerCreationOptions _options;
    readonly CancellationTokenSource _disposed = new();
    readonly ITimer _timer;
    TimeSpan _period;
    int _changes;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback, _options, _period) = (activation, callback, options, options.Period);
        _timer = activation.Silo.Clock.CreateTimer(
            static state => ((GrainTimer)state!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        activation.Add(this);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _changes++;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _disposed.Cancel();
        _activation.Remove(this);
    }

    void Due() => _activation.Post(new Tick(this));

    async Task Call()
    {
        var changes = _changes;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception error)
        {
            _activation.Silo.LogTimerFailed(_activation.GrainId, error);
            _activation.Blame(error);
        }

        // A callback may have changed the timer itself; then that counts and not the period.
        if (!_disposed.IsCancellationRequested && changes == _changes)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    sealed class Tick(GrainTimer timer) : Turn
    {
        public override TurnKind Kind => timer._options.Interleave ? TurnKind.Interleaving : TurnKind.Ordinary;

        public override bool KeepsAlive => timer._options.KeepAlive;

        public override void Run() => _ = Call();

        public override void Refuse(Exception reason)
        {
        }

        async Task Call()
        {
            if (!timer._disposed.IsCancellationRequested)
            {
                await timer.Call();
            }

            Mailbox.Finish(this);
        }
    }
}
