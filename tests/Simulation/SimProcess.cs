using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Alerts;
using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.FollowUps;
using Engagement.Outbox;
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
        Store = new(world, signals);
        var wakes = new CustomerWakes(
            Store,
            (customer, now) => Customer(customer).Wake(now),
            new() { Look = Look },
            Clock,
            NullLogger<CustomerWakes>.Instance);
        var deliveries = new OutboxDeliveries(
            Store, new(world.Workspaces), new() { Look = Look }, Clock, NullLogger<OutboxDeliveries>.Instance);
        IReceiver[] receivers =
        [
            new AlertDeskReceiver(Tell, NullLogger<AlertDeskReceiver>.Instance),
            new SimReceiver(world),
        ];
        FollowUps = new(wakes, signals, Clock, NullLogger<FollowUpPump>.Instance);
        Outbox = new(receivers, deliveries, signals, Clock, NullLogger<OutboxPump>.Instance);
    }

    public Disk Disk => _world.Disk;

    public SimClock Clock => _world.Clock;

    public ICatalogues Catalogues => _world.Catalogues;

    public SimStore Store { get; }

    public bool Crashed => Store.Crashed;

    FollowUpPump FollowUps { get; }

    OutboxPump Outbox { get; }

    /// <summary>Starts the pumps. They never end by themselves: a crash leaves them waiting for ever.</summary>
    public void Start()
    {
        _ = FollowUps.Run(CancellationToken.None);
        _ = Outbox.Run(CancellationToken.None);
    }

    public void Crash() => Store.Crashed = true;

    public bool Chance(double probability) => _world.Chance(probability);

    /// <summary>
    /// The customer's activation; now and then a second one beside it, as Orleans may have for a moment, and now and
    /// then a new one because the old one has gone to sleep.
    /// </summary>
    public CustomerActivation Customer(CustomerKey key)
    {
        if (!_customers.TryGetValue(key, out var customer) || customer.IsSpent || Chance(0.02))
        {
            return _customers[key] = New(key);
        }

        if (Chance(0.02))
        {
            _ = customer.Sleep().AsTask();
            return _customers[key] = New(key);
        }

        return customer;
    }

    CustomerActivation New(CustomerKey key) => new(key, Store, new SimSnapshots(key, this), Catalogues, Clock);

    ValueTask<long> Tell(string workspace, ImmutableArray<DeskItem> items) =>
        Store.Append(workspace, [.. items.Select(Read)], CancellationToken.None);

    static FeedAppend Read(DeskItem item) => new(
        item.Key, item.CustomerId, JsonSerializer.Deserialize(item.Item, CoreJson.Default.FeedItem)!);
}
