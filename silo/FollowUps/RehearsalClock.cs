using System.Collections.Concurrent;
using Engagement.Pumps;
using Engagement.Storage;

namespace Engagement.FollowUps;

/// <summary>
/// Moves the clock of a rehearsal workspace: everything its customers wait for until then happens, each at its own due
/// time, before the clock stands there. A move has an end of its own, and whoever asked for it ends it by going away.
/// </summary>
sealed class RehearsalClock(
    IWorkspaces workspaces, IDueIndex index, CustomerWakes wakes, WorkInHand hands, TimeProvider clock)
{
    const int ClaimMax = 1_000;

    // Customers run ahead of the clock by no more than this while it moves.
    static readonly TimeSpan s_stride = TimeSpan.FromDays(1);

    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <returns>
    /// Where the clock stands, how many follow-ups took effect, and whether all until then have; null when it is no
    /// rehearsal workspace.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// Whoever asked is gone. The clock stands where the move had come to.
    /// </exception>
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
            var lane = Lanes.Rehearsal(workspace);
            var fired = await Fire(lane, to, cancellation);

            // Once more, whatever became of the caller: the clock is to stand where its customers are. What rests under
            // a lease has not happened either.
            var left = await index.Earliest(lane, DateTimeOffset.MaxValue, CancellationToken.None);
            var complete = !(left <= to);
            var reached = complete ? to : left!.Value.AddTicks(-1);
            var stands = await workspaces.AdvanceClock(workspace, reached, CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return new(stands, fired, complete);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Lets happen what is due, day by day, until all of it has or the move has done enough.</summary>
    async Task<long> Fire(string lane, DateTimeOffset to, CancellationToken cancellation)
    {
        var fired = 0L;
        while (fired < wakes.MoveMax
            && !cancellation.IsCancellationRequested
            && await index.Earliest(lane, clock.GetUtcNow(), CancellationToken.None) is { } next
            && next <= to)
        {
            var until = to - next > s_stride ? next + s_stride : to;
            fired += await FireUntil(lane, until, wakes.MoveMax - fired, cancellation);
        }

        return fired;
    }

    async Task<long> FireUntil(string lane, DateTimeOffset until, long max, CancellationToken cancellation)
    {
        var fired = 0L;
        while (fired < max && !cancellation.IsCancellationRequested)
        {
            // A lease that ends as it begins: nobody else wakes this lane, and after a crash in the middle the next
            // call must find every row at once, or the rehearsal would go on without them.
            var now = clock.GetUtcNow();
            var due = await index.Claim(lane, until, now, now, ClaimMax, CancellationToken.None);
            if (due.IsEmpty)
            {
                break;
            }

            var together = new ParallelOptions { MaxDegreeOfParallelism = wakes.Max };
            await Parallel.ForEachAsync(due, together, async (customer, _) =>
            {
                if (Interlocked.Read(ref fired) < max && await TakeInHand(cancellation))
                {
                    try
                    {
                        Interlocked.Add(ref fired, await wakes.Wake(customer, until));
                    }
                    finally
                    {
                        hands.PutDown();
                    }
                }
            });
        }

        return fired;
    }

    /// <summary>For one customer: what must be tried with nothing beside it waits for one wake, not for all.</summary>
    /// <returns>False when whoever asked is gone.</returns>
    async Task<bool> TakeInHand(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (hands.TryTake())
            {
                return true;
            }

            await Task.Delay(s_pause, clock, CancellationToken.None);
        }

        return false;
    }
}

/// <param name="Clock">Where it stands now; it never goes back, so it may be later than was asked for.</param>
/// <param name="Fired">Follow-ups that took effect.</param>
/// <param name="Complete">
/// Nothing more is due until the instant that was asked for. Else the move has done as much as one may, and the next
/// one goes on.
/// </param>
sealed record ClockMoved(DateTimeOffset Clock, long Fired, bool Complete);
