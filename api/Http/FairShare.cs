using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Engagement.Http;

/// <summary>
/// Bounds what one workspace may have of something at once, such as events under way, so that no workspace can fill the
/// queue that all of them wait in.
/// </summary>
/// <remarks>
/// A workspace's limiter is a few hundred bytes and stays for as long as the process: there are no more of them than
/// workspaces. The library's own partitions forget idle ones, and may throw one away in the moment in which it is used.
/// </remarks>
sealed class FairShare : IDisposable
{
    readonly int _max;
    readonly ConcurrentDictionary<string, ConcurrencyLimiter> _shares = new(StringComparer.Ordinal);
    int _total;

    /// <param name="max">One request alone may have more: it would never be taken otherwise.</param>
    public FairShare(int max) => _max = max;

    /// <summary>What all workspaces have together.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>Whether the workspace may have no more just now.</summary>
    public bool IsFull(string workspace) =>
        _shares.TryGetValue(workspace, out var share)
        && share.GetStatistics() is { CurrentAvailablePermits: 0 } or { CurrentQueuedCount: > 0 };

    /// <summary>Counts so many until what comes back is disposed; null when there are too many.</summary>
    public IDisposable? Take(string workspace, int count)
    {
        var lease = Of(workspace).AttemptAcquire(Permits(count));
        return lease.IsAcquired ? new Taken(this, lease, count) : null;
    }

    /// <summary>The same, but waits for room. Who waits comes before whoever asks later.</summary>
    public async ValueTask<IDisposable> Wait(string workspace, int count, CancellationToken cancellation) =>
        new Taken(this, await Of(workspace).AcquireAsync(Permits(count), cancellation), count);

    public void Dispose()
    {
        foreach (var share in _shares.Values)
        {
            share.Dispose();
        }
    }

    // Who waits is bounded elsewhere, by the streams that may be open; a bound here would refuse in mid-stream.
    ConcurrencyLimiter Of(string workspace) => _shares.GetOrAdd(
        workspace,
        static (_, max) => new(new()
        {
            PermitLimit = max,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }),
        _max);

    // What is more than a whole share takes the whole of it, which it gets when it is alone. The limiter would throw.
    int Permits(int count) => Math.Min(count, _max);

    sealed class Taken : IDisposable
    {
        readonly FairShare _share;
        readonly RateLimitLease _lease;
        int _count;

        public Taken(FairShare share, RateLimitLease lease, int count)
        {
            (_share, _lease, _count) = (share, lease, count);
            Interlocked.Add(ref share._total, count);
        }

        public void Dispose()
        {
            Interlocked.Add(ref _share._total, -Interlocked.Exchange(ref _count, 0));
            _lease.Dispose();
        }
    }
}
