using System.Collections.Concurrent;
using Engagement.Storage;

namespace Engagement.FollowUps;

/// <summary>
/// Moves the clock of a rehearsal workspace: everything its customers wait for until then happens, each at its own due
/// time, before the clock stands there.
/// </summary>
sealed class RehearsalClock(IWorkspaces workspaces, IDueIndex index, CustomerWakes wakes, TimeProvider clock)
{
    const int ClaimMax = 1_000;

    readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <returns>
    /// Where the clock stands and how many follow-ups took effect; null when it is no rehearsal workspace.
    /// </returns>
    public async ValueTask<ClockMoved?> Advance(string workspace, DateTimeOffset to, CancellationToken cancellation)
    {
        if (await workspaces.Find(workspace, cancellation) is not { Rehearsal: true })
        {
            return null;
        }

        // Two that move one clock would both be right, but neither could say how much fired on its own account.
        var turn = _turns.GetOrAdd(workspace, static _ => new(1, 1));
        await turn.WaitAsync(cancellation);
        try
        {
            var fired = await Fire(Lanes.Rehearsal(workspace), to, cancellation);
            return new(await workspaces.AdvanceClock(workspace, to, cancellation), fired);
        }
        finally
        {
            turn.Release();
        }
    }

    async Task<long> Fire(string lane, DateTimeOffset to, CancellationToken cancellation)
    {
        var fired = 0L;
        while (true)
        {
            // A lease that ends as it begins: nobody else wakes this lane, and after a crash in the middle the next
            // call must find every row at once, or the rehearsal would go on without them.
            var now = clock.GetUtcNow();
            var due = await index.Claim(lane, to, now, now, ClaimMax, cancellation);
            if (due.IsEmpty)
            {
                return fired;
            }

            var together = new ParallelOptions { MaxDegreeOfParallelism = wakes.Max, CancellationToken = cancellation };
            await Parallel.ForEachAsync(
                due, together, async (customer, _) => Interlocked.Add(ref fired, await wakes.Wake(customer, to)));
        }
    }
}

/// <param name="Clock">Where it stands now; it never goes back, so it may be later than was asked for.</param>
/// <param name="Fired">Follow-ups that took effect.</param>
sealed record ClockMoved(DateTimeOffset Clock, long Fired);
