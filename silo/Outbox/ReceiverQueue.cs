using System.Collections.Immutable;
using System.Threading.Channels;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Storage;
using Microsoft.Extensions.Logging;

namespace Engagement.Outbox;

/// <summary>
/// One receiver's queue: claims only what can start at once, so that no lease runs while its row waits, and settles
/// what has ended meanwhile in one transaction.
/// </summary>
sealed partial class ReceiverQueue(
    IReceiver receiver, OutboxDeliveries deliveries, WorkInHand hands, TimeProvider clock, ILogger log)
{
    static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(1);

    readonly WakeSignal _signal = new(clock);
    readonly TokenBucket? _rate = receiver.Habits.PerSecond is { } rate ? new(rate, clock) : null;
    readonly Channel<Trip> _ended = Channel.CreateUnbounded<Trip>();
    readonly List<ImmutableArray<PendingEffect>> _inHand = [];
    int _underWay;
    (long Since, TimeSpan For) _stands;
    int _failures;

    public string Name => receiver.Name;

    public void Ring() => _signal.Ring();

    /// <summary>Runs until it is stopped, and then until what is under way has ended and is settled.</summary>
    public async Task Run(CancellationToken stopping)
    {
        var settling = SettleAll();
        try
        {
            while (true)
            {
                await _signal.Sleep(await Step(), stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of the loop; what is under way goes on.
        }

        await GiveBack();
        while (Volatile.Read(ref _underWay) > 0)
        {
            await _signal.Sleep(deliveries.Look, CancellationToken.None);
        }

        _ended.Writer.Complete();
        await settling;
    }

    /// <summary>Starts what can be started.</summary>
    /// <returns>How long to sleep unless the bell rings.</returns>
    async Task<TimeSpan> Step()
    {
        var free = receiver.Habits.ConcurrencyMax - Volatile.Read(ref _underWay);
        var standing = Standing();
        if (free <= 0 || standing > TimeSpan.Zero)
        {
            return free <= 0 ? deliveries.Look : standing;
        }

        var max = free * receiver.Habits.BatchMax;
        if (_rate is not null && (max = Math.Min(max, _rate.Available)) == 0)
        {
            return _rate.UntilNext;
        }

        if (!hands.TryTake())
        {
            return deliveries.Look;
        }

        try
        {
            var rows = await deliveries.Claim(receiver, max);
            _rate?.Take(rows.Length);
            foreach (var batch in rows.Chunk(receiver.Habits.BatchMax))
            {
                Start([.. batch]);
            }

            return rows.Length == max ? TimeSpan.Zero : deliveries.Look;
        }
        catch (Exception error)
        {
            LogClaimFailed(log, Name, error);
            Pause(s_afterFailure);
            return s_afterFailure;
        }
        finally
        {
            hands.PutDown();
        }
    }

    void Start(ImmutableArray<PendingEffect> rows)
    {
        hands.Take();
        Interlocked.Increment(ref _underWay);
        lock (_inHand)
        {
            _inHand.Add(rows);
        }

        _ = Deliver(rows);
    }

    /// <summary>What an ordered stop cuts off must not look like an end that nobody can explain.</summary>
    async Task GiveBack()
    {
        ImmutableArray<long> rows;
        lock (_inHand)
        {
            rows = [.. _inHand.SelectMany(batch => batch).Select(row => row.Row)];
        }

        if (rows.IsEmpty)
        {
            return;
        }

        try
        {
            await deliveries.GiveBack(rows);
        }
        catch (Exception error)
        {
            LogNotGivenBack(log, Name, rows.Length, error);
        }
    }

    async Task Deliver(ImmutableArray<PendingEffect> rows)
    {
        // Off the loop's own thread: a receiver that works before it first waits must not keep the others from
        // starting.
        var results = await SameScheduler.Run(() => deliveries.Deliver(receiver, rows));
        if (receiver.Habits.Ordered)
        {
            StandAfter(results);
        }

        _ended.Writer.TryWrite(new(rows, results));
    }

    /// <summary>In an ordered queue the failed rows come first again, after a pause that grows.</summary>
    void StandAfter(ImmutableArray<Delivered> results)
    {
        var failed = results.Any(result => result is Delivered.Retry);
        _failures = failed ? _failures + 1 : 0;
        if (failed)
        {
            var retries = receiver.Habits.Retries;
            Pause(retries.After(Math.Min(_failures, retries.Delays.Length), null, Name)!.Value);
        }
    }

    // By the clock that never steps: a wall clock that is put back must not make the pause longer.
    void Pause(TimeSpan pause)
    {
        lock (_inHand)
        {
            _stands = (clock.GetTimestamp(), pause);
        }
    }

    TimeSpan Standing()
    {
        lock (_inHand)
        {
            return _stands.For - clock.GetElapsedTime(_stands.Since);
        }
    }

    async Task SettleAll()
    {
        while (await _ended.Reader.WaitToReadAsync())
        {
            var trips = new List<Trip>();
            while (_ended.Reader.TryRead(out var trip))
            {
                trips.Add(trip);
            }

            await deliveries.Settle(Name, [.. trips.SelectMany(trip => trip.Results)]);
            PutDown(trips);
            _signal.Ring();
        }
    }

    void PutDown(List<Trip> trips)
    {
        lock (_inHand)
        {
            foreach (var trip in trips)
            {
                _inHand.Remove(trip.Rows);
            }
        }

        Interlocked.Add(ref _underWay, -trips.Count);
        foreach (var _ in trips)
        {
            hands.PutDown();
        }
    }

    readonly record struct Trip(ImmutableArray<PendingEffect> Rows, ImmutableArray<Delivered> Results);
}
