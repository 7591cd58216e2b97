namespace Engagement.Pumps;

/// <summary>
/// A bell that ends one sleep. Rung while nobody sleeps, it ends the next sleep at once; rung twice, it rang once.
/// </summary>
sealed class WakeSignal(TimeProvider clock)
{
    readonly Lock _lock = new();
    TaskCompletionSource? _sleeper;
    bool _rung;

    public void Ring()
    {
        TaskCompletionSource? sleeper;
        lock (_lock)
        {
            _rung = true;
            sleeper = _sleeper;
        }

        sleeper?.TrySetResult();
    }

    /// <summary>Sleeps until the bell rings, or until the time is over. One at a time sleeps.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task Sleep(TimeSpan atMost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var sleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_rung || atMost <= TimeSpan.Zero)
            {
                _rung = false;
                return;
            }

            _sleeper = sleep;
        }

        try
        {
            await using var over = clock.CreateTimer(
                static sleeping => ((TaskCompletionSource)sleeping!).TrySetResult(),
                sleep,
                atMost,
                Timeout.InfiniteTimeSpan);
            await using var cancelled = cancellation.UnsafeRegister(
                static (sleeping, token) => ((TaskCompletionSource)sleeping!).TrySetCanceled(token), sleep);
            await sleep.Task;
        }
        finally
        {
            lock (_lock)
            {
                (_sleeper, _rung) = (null, false);
            }
        }
    }
}
