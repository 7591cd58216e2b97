using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Outbox;
using Engagement.Receivers;
using Engagement.Storage;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Pumps;

/// <summary>
/// The outbox pump over a real store, on a clock that stands still, with receivers that a test controls.
/// </summary>
sealed class OutboxWorld : IAsyncDisposable
{
    /// <summary>How often a queue is looked at when nothing calls.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    readonly Store _store;
    readonly IReceiver[] _receivers;
    long _version;
    OutboxPump? _pump;

    OutboxWorld(Store store, IReceiver[] receivers) => (_store, _receivers) = (store, receivers);

    public ArmedClock Clock { get; } = new(Turns.Noon);

    public IOutbox Outbox => _store.Outbox;

    public ICustomerReads Reads => _store.Reads;

    /// <summary>The clock runs on while the store works, so nothing may run out by that alone.</summary>
    public OutboxOptions Options { get; } =
        new() { Lease = TimeSpan.FromHours(10), DeliveryTimeout = TimeSpan.FromHours(5) };

    /// <summary>What a customer says of a message that is about to leave.</summary>
    public ClearMessage Clear { get; set; } = static (_, question) => new(new ClearAnswer(question.To, null));

    /// <summary>Events of our own that customers were told.</summary>
    public ConcurrentQueue<EventMessage> Told { get; } = new();

    /// <summary>How often telling a customer fails before it works.</summary>
    public int Deaf { get; set; }

    public static async Task<OutboxWorld> Start(params IReceiver[] receivers)
    {
        var world = new OutboxWorld(await Store.Open(Dialect.Sqlite), receivers);
        await world._store.Workspaces.Create(
            new("shop", "Shop", false, null, "Etc/UTC", "en", Turns.Noon), [], CancellationToken.None);
        await world._store.Workspaces.Create(
            new("play", "Play", true, Turns.Noon, "Etc/UTC", "en", Turns.Noon), [], CancellationToken.None);
        await world.StartPump();
        return world;
    }

    public async Task StartPump(IOutbox? outbox = null)
    {
        var deliveries = Deliveries(outbox ?? _store.Outbox);
        _pump = new(_receivers, deliveries, _store.Signals, new(), NullLogger<OutboxPump>.Instance);
        await _pump.StartAsync(CancellationToken.None);
    }

    /// <summary>One effect's trial, as after a process that ended with it in its hands.</summary>
    public async Task<bool> Try(IOutbox outbox, IReceiver receiver)
    {
        var now = Clock.GetUtcNow();
        var claimed = await Outbox.Claim(receiver.Name, now, now + Options.Lease, 1, default);
        var row = Assert.Single(claimed);
        var trials = new EffectTrials(new Suspected(row), Deliveries(outbox), [receiver], Clock);
        await (await trials.Next(CancellationToken.None))!.Do();
        return true;
    }

    OutboxDeliveries Deliveries(IOutbox outbox)
    {
        var departures = new Departures(
            new(_store.Workspaces), (customer, question) => Clear(customer, question), Tell, Clock);
        return new(outbox, departures, Options, Clock, NullLogger<OutboxDeliveries>.Instance);
    }

    ValueTask<ImmutableArray<Receipt>> Tell(CustomerKey customer, EventMessage told)
    {
        if (Deaf-- > 0)
        {
            throw new TimeoutException("The customer is away.");
        }

        Told.Enqueue(told);
        return new([]);
    }

    public async Task StopPump()
    {
        if (_pump is { } pump)
        {
            await Probe.Within(pump.StopAsync(CancellationToken.None), "the pump's stop");
            pump.Dispose();
            _pump = null;
        }
    }

    /// <summary>Sweeps once, that much later.</summary>
    public async Task Sweep(TimeSpan after)
    {
        var later = new ArmedClock(Turns.Noon + after);
        using var sweep = new OutboxSweep(
            _store.Get<IOutboxPurge>(), Options, later, NullLogger<OutboxSweep>.Instance);
        var pause = TimeSpan.FromMinutes(10);
        var begun = later.Armed(pause);
        await sweep.StartAsync(CancellationToken.None);
        await Probe.Within(begun, "the pause before a sweep");
        var swept = later.Armed(pause);
        later.Advance(pause);
        await Probe.Within(swept, "the end of a sweep");
        await sweep.StopAsync(CancellationToken.None);
    }

    public Task Commit(string receiver, params string[] keys) =>
        Commit(Turns.Ada, [.. keys.Select(key => Entry(receiver, key))]);

    public async Task Commit(CustomerKey customer, params OutboxEntry[] entries)
    {
        var version = customer == Turns.Ada ? _version++ : 0;
        var turn = Turns.Took(customer, version, $"{customer}-{version}") with
        {
            Outbox = [.. entries], Messages = [.. entries.Select(entry => Turns.Message(entry.Key))],
        };
        await _store.Customers.Commit(turn, CancellationToken.None);
    }

    public static OutboxEntry Entry(string receiver, string key)
    {
        Effect effect = receiver == "alert-desk"
            ? new TellAgents(key, new FeedItem.Noted("a1", Turns.Noon, "ada", key))
            : Channels.Letters.Message(key, receiver);
        return new(key, receiver, Turns.Noon, JsonSerializer.SerializeToUtf8Bytes(effect, CoreJson.Effect));
    }

    /// <summary>Until the message says so: what the pump writes last, it writes without telling.</summary>
    public async Task<ListedMessage> Status(string key, string status)
    {
        ListedMessage? message = null;
        await Probe.Within(
            Task.Run(async () =>
            {
                do
                {
                    message = await Reads.Message(Turns.Ada, key, CancellationToken.None);
                }
                while (message?.Message.Status != status);
            }),
            $"message {key} being {status}");
        return message!;
    }

    /// <summary>Moves the clock as a queue at rest sees it, look by look.</summary>
    public async Task Pass(TimeSpan span)
    {
        var until = Clock.GetUtcNow() + span;
        while (Clock.GetUtcNow() < until)
        {
            var resting = Clock.Armed(Look);
            Clock.Advance(Look);
            await Probe.Within(resting, "a queue at rest");
        }
    }

    /// <summary>Moves the clock in small steps until something has happened.</summary>
    public async Task<T> PassUntil<T>(Task<T> happened)
    {
        while (!happened.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await happened;
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever hangs is cut off by its timeout, for which the clock has to go on.
        var stopping = StopPump();
        while (!stopping.IsCompleted)
        {
            Clock.Advance(Options.DeliveryTimeout);
            await Task.Yield();
        }

        await stopping;
        await _store.DisposeAsync();
    }

    sealed class Suspected(PendingEffect effect) : ISuspectEffects
    {
        public ValueTask<SuspectEffect?> Next(DateTimeOffset now, CancellationToken cancellation) =>
            new(new SuspectEffect(effect.Row, effect.Receiver, new(1, 0)));

        public ValueTask<PendingEffect?> Take(
            long row, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation) => new(effect);
    }
}
