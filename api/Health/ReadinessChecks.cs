using System.Collections.Immutable;
using System.Data.Common;
using Engagement.Storage;

namespace Engagement.Health;

/// <summary>
/// Looks at what must work for events to be taken and followed up. Anybody may ask, so an answer is kept for a second
/// and costs the database little.
/// </summary>
sealed class ReadinessChecks(
    IStoreHealth store, IDueIndex due, IOutbox outbox, Settings settings, TimeProvider clock) : IDisposable
{
    /// <summary>A follow-up that is due for longer than this is stuck.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(1);

    /// <summary>An effect may wait this long: receivers are retried with growing pauses.</summary>
    public static readonly TimeSpan WaitingMax = TimeSpan.FromMinutes(15);

    const long FreeBytesMin = 256L * 1024 * 1024;

    static readonly TimeSpan s_freshFor = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim _gate = new(1, 1);
    ImmutableArray<Check> _last;
    long _lookedAt;

    public async ValueTask<ImmutableArray<Check>> Look(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_last.IsDefault || clock.GetElapsedTime(_lookedAt) > s_freshFor)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(s_patience);
                _last = [.. await Database(patience.Token), Disk()];
                _lookedAt = clock.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    async ValueTask<ImmutableArray<Check>> Database(CancellationToken cancellation)
    {
        try
        {
            if (await store.Problem(cancellation) is { } problem)
            {
                return [new("database", false, problem)];
            }

            var now = clock.GetUtcNow();
            var overdue = await due.Overdue(Lanes.Live, now - OverdueAfter, cancellation);
            var depths = await outbox.Depths(cancellation);
            var slow = depths.Where(depth => now - depth.OldestAt > WaitingMax).Select(depth => depth.Receiver)
                .ToList();
            return
            [
                new("database", true, "It answers."),
                new("follow-ups", overdue == 0, overdue == 0
                    ? "None is overdue."
                    : $"{overdue} customers wait for more than {OverdueAfter.TotalSeconds} seconds."),
                new("outbox", slow.Count == 0, slow.Count == 0
                    ? $"{depths.Sum(depth => depth.Waiting)} effects wait."
                    : $"Effects wait for more than {WaitingMax.TotalMinutes} minutes for: {string.Join(", ", slow)}."),
            ];
        }
        catch (Exception error) when (error is StoreUnavailableException or DbException or OperationCanceledException)
        {
            return [new("database", false, "It does not answer.")];
        }
    }

    Check Disk()
    {
        try
        {
            var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace;
            return new("disk", free > FreeBytesMin, $"{free / (1024 * 1024)} MB are free for the data folder.");
        }
        catch (IOException)
        {
            return new("disk", false, "The data folder cannot be looked at.");
        }
    }
}
