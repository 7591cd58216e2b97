using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.FollowUps;
using Engagement.Outbox;
using Engagement.Pumps;
using Engagement.Receivers;
using Engagement.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Simulation;

/// <summary>One life of the product: real activations, core and pumps, until it crashes.</summary>
sealed class SimProcess
{
    /// <summary>Months pass in a world; to look twice a second would be all that happens in it.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromHours(6);

    readonly World _world;
    readonly Dictionary<CustomerKey, CustomerActivation> _customers = [];

    public SimProcess(World world)
    {
        _world = world;
        var signals = new CommitSignals();
        Store = world.Place.Open(world, signals);
        var wakes = new CustomerWakes(
            Store.Due,
            async (customer, now) => await (await Customer(customer)).Wake(now),
            new() { Look = Look },
            Clock,
            NullLogger<CustomerWakes>.Instance);
        var departures = new Departures(
            new(world.Workspaces),
            async (customer, question) => await (await Customer(customer)).Clear(question),
            async (customer, told) => await (await Customer(customer)).Receive(new([told])),
            Clock);
        var deliveries = new OutboxDeliveries(
            Store.Outbox, departures, new() { Look = Look }, Clock, NullLogger<OutboxDeliveries>.Instance);
        IReceiver[] receivers =
        [
            new AlertDeskReceiver(Tell, NullLogger<AlertDeskReceiver>.Instance),
            new SimReceiver(world),
        ];
        var hands = new WorkInHand();
        FollowUps = new(wakes, signals, hands, Clock, NullLogger<FollowUpPump>.Instance);
        Outbox = new(receivers, deliveries, signals, hands, NullLogger<OutboxPump>.Instance);
        ITrials[] trials =
        [
            new EffectTrials(Store.SuspectEffects, deliveries, receivers, Clock),
            new WakeTrials(Store.SuspectCustomers, wakes, Clock),
        ];
        Trials = new(trials, hands, new() { Look = Look }, Clock, NullLogger<TrialPump>.Instance);
    }

    SimClock Clock => _world.Clock;

    ISimStore Store { get; }

    FollowUpPump FollowUps { get; }

    OutboxPump Outbox { get; }

    TrialPump Trials { get; }

    /// <summary>Starts the pumps. They never end by themselves: a crash leaves them waiting for ever.</summary>
    public void Start()
    {
        _ = FollowUps.Run(CancellationToken.None);
        _ = Outbox.Run(CancellationToken.None);
        _ = Trials.Run(CancellationToken.None);
    }

    public void Crash() => Store.Crash();

    /// <summary>
    /// The customer's activation; now and then a second one beside it, as Orleans may have for a moment, and now and
    /// then a new one because the old one has gone to sleep.
    /// </summary>
    public async ValueTask<CustomerActivation> Customer(CustomerKey key)
    {
        if (!_customers.TryGetValue(key, out var customer) || customer.IsSpent || _world.Chance(0.02))
        {
            return _customers[key] = await New(key);
        }

        if (_world.Chance(0.02))
        {
            _ = customer.Sleep().AsTask();
            return _customers[key] = await New(key);
        }

        return customer;
    }

    async ValueTask<CustomerActivation> New(CustomerKey key) =>
        new(key, Store.Customers, await Store.Snapshots(key), _world.Catalogues, Clock);

    ValueTask<long> Tell(string workspace, ImmutableArray<DeskItem> items) =>
        Store.Feed.Append(workspace, [.. items.Select(Read)], CancellationToken.None);

    static FeedAppend Read(DeskItem item) => new(
        item.Key, item.CustomerId, JsonSerializer.Deserialize(item.Item, CoreJson.FeedItem)!);
}
