using System.Collections.Concurrent;
using Engagement.Customers;
using Engagement.FollowUps;
using Engagement.Outbox;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Storage;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Pumps;

/// <summary>
/// All pumps of one process after another, over one SQLite file and on a clock that the test moves. A process ends
/// where the test says, in the middle of whatever it does.
/// </summary>
sealed class DyingProduct : IAsyncDisposable
{
    static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // The clock runs on while the store works, so within one life nothing runs out by that alone.
    static readonly TimeSpan s_lease = TimeSpan.FromHours(10);
    static readonly TimeSpan s_timeout = TimeSpan.FromHours(4);

    readonly StorageOptions _options;
    readonly Func<ValueTask> _drop;
    readonly ArmedClock _clock = new(Turns.Noon);
    int _inHand;

    DyingProduct(StorageOptions options, Func<ValueTask> drop) => (_options, _drop) = (options, drop);

    /// <summary>What is left of the work: how often each effect was delivered and each customer woken.</summary>
    public ConcurrentDictionary<string, int> Done { get; } = new();

    /// <summary>What was in the hands of processes, as they took it.</summary>
    public ConcurrentQueue<string> Begun { get; } = new();

    /// <summary>How much the process that ended last had in its hands.</summary>
    public int InHand { get; private set; }

    /// <summary>Effects and customers that end the process which takes them.</summary>
    public HashSet<string> Poison { get; } = [];

    public static async Task<DyingProduct> Start()
    {
        var (options, drop) = await Store.Prepare(Dialect.Sqlite);
        return new(options, drop);
    }

    public async Task With(Func<Store, Task> act)
    {
        await using var store = Store.Over(_options);
        await act(store);
    }

    /// <summary>One process from its start to its end.</summary>
    /// <param name="killAfter">Pieces of work that it begins before it is killed; null for no kill.</param>
    /// <returns>Whether it died; it rests otherwise, as there is nothing more to do, and ends in order.</returns>
    public async Task<bool> Live(int? killAfter = null)
    {
        // What the one before has left behind is nobody's by now.
        _clock.Advance(s_lease + TimeSpan.FromHours(1));
        var death = new Death();
        var store = Store.Over(_options);
        var began = Begun.Count;
        Volatile.Write(ref _inHand, 0);
        void Begin(string what)
        {
            Begun.Enqueue(what);
            Interlocked.Increment(ref _inHand);
            if (Poison.Contains(what) || Begun.Count - began == killAfter)
            {
                InHand = Volatile.Read(ref _inHand);
                death.Come();
            }
        }

        using var stopping = new CancellationTokenSource();
        var pumps = Run(store, death, Begin, stopping.Token);
        await Probe.Within(UntilOver(store, death), "the end of a process", s_patience);
        if (!death.Came)
        {
            await stopping.CancelAsync();
            var ending = Task.WhenAll(pumps);
            while (!ending.IsCompleted)
            {
                _clock.Advance(s_step);
                await Task.Yield();
            }

            await ending;
        }

        await store.DisposeAsync();
        return death.Came;
    }

    public async ValueTask DisposeAsync() => await _drop();

    async Task UntilOver(Store store, Death death)
    {
        while (!death.Came && await Waiting(store) > 0)
        {
            _clock.Advance(s_step);
        }
    }

    static async Task<long> Waiting(Store store) =>
        (await store.Outbox.Depths(CancellationToken.None)).Sum(depth => depth.Waiting)
        + await store.Due.Overdue(Lanes.Live, DateTimeOffset.MaxValue, CancellationToken.None);

    Task[] Run(Store store, Death death, Action<string> begin, CancellationToken stopping)
    {
        var index = Mortal<IDueIndex>.Of(store.Due, death);
        var wakes = new CustomerWakes(
            index, (customer, now) => Wake(store, death, begin, customer, now),
            new() { Lease = s_lease, WakeTimeout = s_timeout }, _clock,
            NullLogger<CustomerWakes>.Instance);
        var departures = new Departures(
            new(store.Workspaces), static (_, question) => new(new ClearAnswer(question.To, null)),
            static (_, _) => new([]), _clock);
        var deliveries = new OutboxDeliveries(
            Mortal<IOutbox>.Of(store.Outbox, death), departures,
            new() { Lease = s_lease, DeliveryTimeout = s_timeout }, _clock, NullLogger<OutboxDeliveries>.Instance);
        var suspects = Mortal<ISuspectCustomers>.Of(store.Get<ISuspectCustomers>(), death);
        IReceiver[] receivers =
        [
            new RecordingReceiver("email", async (outgoing, _) =>
            {
                begin(outgoing.Effect.Key);
                await death.Alive();
                End(outgoing.Effect.Key);
                return new DeliveryOutcome.Done();
            })
            {
                Habits = new(16, new([TimeSpan.FromMinutes(1)])),
            },
            new WakeAgainReceiver(suspects),
        ];
        var hands = new WorkInHand();
        ITrials[] trials =
        [
            new EffectTrials(
                Mortal<ISuspectEffects>.Of(store.Get<ISuspectEffects>(), death), deliveries, receivers, _clock),
            new WakeTrials(suspects, wakes, _clock),
        ];
        return
        [
            new OutboxPump(receivers, deliveries, store.Signals, hands, NullLogger<OutboxPump>.Instance).Run(stopping),
            new FollowUpPump(wakes, store.Signals, hands, _clock, NullLogger<FollowUpPump>.Instance).Run(stopping),
            new TrialPump(trials, hands, new(), _clock, NullLogger<TrialPump>.Instance).Run(stopping),
        ];
    }

    async ValueTask<WakeResult> Wake(
        Store store, Death death, Action<string> begin, CustomerKey customer, DateTimeOffset now)
    {
        begin(customer.CustomerId);
        await death.Alive();
        var version = (await store.Customers.Tail(customer, 0, CancellationToken.None)).Length;
        await store.Customers.Commit(
            Turns.Turn(customer, version, Turns.FollowUp(version + 1, "[]")), CancellationToken.None);
        End(customer.CustomerId);
        return new(1, null);
    }

    void End(string what)
    {
        Interlocked.Decrement(ref _inHand);
        Done.AddOrUpdate(what, 1, static (_, times) => times + 1);
    }
}
