namespace Engagement.Pumps;

/// <summary>A bell that ends one sleep. Rung while nobody sleeps, it ends the next sleep at once; rung twice, it rang once.</summary>
sealed class WakeSignal(TimeProvider clock)
{
    readonly Lock _lock = new();
    TaskCompletionSource _rung = New();

    public void Ring()
    {
        lock (_lock)
        {
            _rung.TrySetResult();
        }
    }

    /// <summary>Sleeps until the bell rings, or until the time is over.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task Sleep(TimeSpan atMost, CancellationToken cancellation)
    {
        Task rung;
        lock (_lock)
        {
            rung = _rung.Task;
        }

        if (atMost > TimeSpan.Zero && !rung.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(rung, Task.Delay(atMost, clock, over.Token));
            await over.CancelAsync();
        }

        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _rung = _rung.Task.IsCompleted ? New() : _rung;
        }
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
