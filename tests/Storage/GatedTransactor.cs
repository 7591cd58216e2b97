using Engagement.Storage;

namespace Engagement.Tests.Storage;

/// <summary>A database that writes when it is let, and fails as it is told.</summary>
sealed class GatedTransactor : ITransactor
{
    public List<int> Batches { get; } = [];

    public SemaphoreSlim Begun { get; } = new(0);

    public SemaphoreSlim Go { get; } = new(0);

    /// <summary>What was begun and let go before this counts no more.</summary>
    public void Hold()
    {
        while (Begun.Wait(0) || Go.Wait(0))
        {
        }
    }

    public Func<IReadOnlyList<PendingWrite>, Exception?> Fault { get; set; } = _ => null;

    public async ValueTask Write(IReadOnlyList<PendingWrite> batch)
    {
        Begun.Release();
        await Go.WaitAsync();
        Batches.Add(batch.Count);
        if (Fault(batch) is { } fault)
        {
            throw fault;
        }
    }

    public bool IsOutage(Exception error) => error is TimeoutException;

    public bool IsHeld(Exception error) => error is HeldException;
}

sealed class HeldException : Exception;
