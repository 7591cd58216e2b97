using System.Collections.Immutable;
using System.Data.Common;
using Engagement.Storage;
using Microsoft.Extensions.Logging;

namespace Engagement.Health;

/// <summary>
/// What the database tells of the work. Anybody may ask for it, so where the database is stands in the log alone.
/// </summary>
sealed partial class DatabaseChecks(
    IStoreHealth store, IDueIndex due, IOutbox outbox, TimeProvider clock, ILogger<DatabaseChecks> log)
{
    /// <summary>A follow-up that is due for longer than this is stuck.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// An effect that is ready may wait this long for its turn. One that waits for its next try is not ready: a
    /// receiver that is away is no trouble of this process.
    /// </summary>
    public static readonly TimeSpan WaitingMax = TimeSpan.FromMinutes(15);

    public async ValueTask<ImmutableArray<Check>> Look(CancellationToken cancellation)
    {
        try
        {
            if (await store.Problem(cancellation) is { } problem)
            {
                LogAway(log, problem);
                return [new("database", false, "The database cannot be reached.")];
            }

            var now = clock.GetUtcNow();
            var overdue = await due.Overdue(Lanes.Live, now - OverdueAfter, cancellation);
            var depths = await outbox.Depths(cancellation);
            var slow = depths.Where(depth => now - depth.WaitingSince > WaitingMax).Select(depth => depth.Receiver)
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
            LogSilent(log, error);
            return [new("database", false, "The database cannot be reached.")];
        }
    }
}
