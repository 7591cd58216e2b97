using System.Collections.Immutable;
using Engagement.Pumps;
using Engagement.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.FollowUps;

/// <summary>
/// Step 5: performs, back to step 2. Wakes customers when something they wait for is due, never before. Memory
/// follows how many are due at once, never how many wait.
/// </summary>
sealed partial class FollowUpPump(
    CustomerWakes wakes, CommitSignals signals, WorkInHand hands, TimeProvider clock, ILogger<FollowUpPump> log)
    : BackgroundService
{
    static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(1);

    readonly WakeSignal _signal = new(clock);
    readonly HashSet<DueCustomer> _inHand = new(ReferenceEqualityComparer.Instance);
    long _soonest = long.MaxValue;
    int _underWay;

    /// <summary>
    /// The pump itself, which needs no host: it runs until it is stopped and what is under way has ended.
    /// </summary>
    internal async Task Run(CancellationToken stopping)
    {
        signals.DueCommitted += Hear;
        try
        {
            await SameScheduler.Run(() => Loop(stopping));
        }
        finally
        {
            signals.DueCommitted -= Hear;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Run(stoppingToken);

    /// <summary>Only what is due before the sleep ends anyway needs to end it: most commits wait for days.</summary>
    void Hear(string lane, DateTimeOffset at)
    {
        if (lane == Lanes.Live && Lower(at.UtcTicks))
        {
            _signal.Ring();
        }
    }

    bool Lower(long ticks)
    {
        var known = Volatile.Read(ref _soonest);
        while (ticks < known)
        {
            var seen = Interlocked.CompareExchange(ref _soonest, ticks, known);
            if (seen == known)
            {
                return true;
            }

            known = seen;
        }

        return false;
    }

    async Task Loop(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await _signal.Sleep(await Step(stopping), stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of the loop; wakes under way go on.
        }

        await GiveBack();
        while (Volatile.Read(ref _underWay) > 0)
        {
            await _signal.Sleep(wakes.Look, CancellationToken.None);
        }
    }

    /// <summary>Starts the wakes that are due.</summary>
    /// <returns>How long to sleep unless the bell rings.</returns>
    async Task<TimeSpan> Step(CancellationToken stopping)
    {
        // Claims come in halves of what may be under way, so that a drain is made of few large ones.
        var free = wakes.Max - Volatile.Read(ref _underWay);
        if (free < (wakes.Max + 1) / 2 || !hands.TryTake())
        {
            return wakes.Look;
        }

        try
        {
            // From here on every commit is news: what it asks for may come after the look at the index.
            Volatile.Write(ref _soonest, long.MaxValue);
            var earliest = await wakes.Earliest(stopping);
            if (earliest is not { } at || at > clock.GetUtcNow())
            {
                return Until(earliest);
            }

            var due = await wakes.Claim(free);
            foreach (var customer in due)
            {
                Start(customer);
            }

            // Nothing, although something is due: another process has it, or has just finished it.
            return due.IsEmpty ? wakes.Look : TimeSpan.Zero;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogLookFailed(log, error);
            return s_afterFailure;
        }
        finally
        {
            hands.PutDown();
        }
    }

    void Start(DueCustomer customer)
    {
        hands.Take();
        Interlocked.Increment(ref _underWay);
        lock (_inHand)
        {
            _inHand.Add(customer);
        }

        _ = Wake(customer);
    }

    /// <summary>What an ordered stop cuts off must not look like an end that nobody can explain.</summary>
    async Task GiveBack()
    {
        ImmutableArray<CustomerKey> customers;
        lock (_inHand)
        {
            customers = [.. _inHand.Select(due => due.Customer)];
        }

        if (customers.IsEmpty)
        {
            return;
        }

        try
        {
            await wakes.GiveBack(customers);
        }
        catch (Exception error)
        {
            LogNotGivenBack(log, customers.Length, error);
        }
    }

    TimeSpan Until(DateTimeOffset? earliest)
    {
        var now = clock.GetUtcNow().UtcTicks;
        Lower(Math.Min(earliest?.UtcTicks ?? long.MaxValue, now + wakes.Look.Ticks));
        return TimeSpan.FromTicks(Math.Max(Volatile.Read(ref _soonest) - now, 0));
    }

    async Task Wake(DueCustomer customer)
    {
        await Task.Yield();
        await wakes.Wake(customer);
        lock (_inHand)
        {
            _inHand.Remove(customer);
        }

        hands.PutDown();
        var left = Interlocked.Decrement(ref _underWay);
        if (left == 0 || left == wakes.Max / 2)
        {
            _signal.Ring();
        }
    }
}
