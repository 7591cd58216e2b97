using System.Text;
using Engagement.Customers;
using Engagement.Storage;
using Engagement.Tests.Definitions;
using Engagement.Tests.Simulation;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Customers;

/// <summary>A customer who was touched while the machine's clock was 400 days ahead.</summary>
public sealed class TimeRightTests
{
    static readonly DateTimeOffset s_noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan s_ahead = TimeSpan.FromDays(400);
    static readonly CustomerKey s_ada = new("w", "ada");

    const string Journey = """
        kind: journey
        id: j
        name: J
        trigger: custom.a
        entry: { oncePer: event }
        steps:
          - { id: tell, alert: { severity: low, title: t, reason: r } }
          - { id: rest, wait: { for: P3D } }
          - { id: again, alert: { severity: low, title: t, reason: r } }
        """;

    readonly ArmedClock _clock = new(s_noon);

    [Fact]
    public async Task Effects_of_a_customer_whose_time_is_ahead_leave_at_once()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        var customer = Customer(store);
        await Ahead(() => Hear(customer, "e1"));

        await Hear(customer, "e2");

        var ready = await store.Outbox.Claim("alert-desk", s_noon, s_noon, 10, default);
        Assert.Contains("e2", Assert.Single(ready).Key, StringComparison.Ordinal);
        Assert.Equal(s_noon + s_ahead, customer.State!.At);
    }

    [Fact]
    public async Task What_waits_since_a_clock_was_ahead_is_counted_from_now_once_it_is_set_right()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        var customer = Customer(store);
        await Hear(customer, "e0");
        await Ahead(() => Hear(customer, "e1"));
        await Hear(customer, "e2");
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(await customer.SetTimeRight());

        var now = s_noon.AddHours(1);
        Assert.Equal(now, customer.State!.At);
        Assert.Equal([now.AddDays(3), now.AddDays(3)], Waits(customer.State));
        Assert.Equal(now.AddDays(3), await store.Due.Earliest(Lanes.Live, now, default));
        Assert.False(await customer.SetTimeRight());
        await Hear(customer, "e3");
        Assert.Equal(now, customer.State.At);

        var journal = await store.Customers.Tail(s_ada, 0, default);
        var folded = LoadedCustomer.From(s_ada, null, journal);
        Assert.Equal((customer.State.Version, now), (folded.Version, folded.At));
        Assert.Equal(Waits(customer.State), Waits(folded));
        Assert.Contains("set-time-right", Encoding.UTF8.GetString(journal[^2].Input.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waited_before_the_clock_was_ahead_waits_as_long_as_it_was_to()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        var customer = Customer(store, wait: "P500D");
        await Hear(customer, "e0");
        var due = Assert.Single(Waits(customer.State!));
        await Ahead(() => Hear(customer, "e1"));

        Assert.True(await customer.SetTimeRight());

        Assert.Equal([due, due], Waits(customer.State!));
        Assert.Equal([0, 1], customer.State!.Customer.Journeys.Runs.Select(run => run.Moves - 1));
    }

    [Fact]
    public async Task What_waits_for_an_instant_that_nobody_knows_keeps_its_end()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        var customer = Customer(store, StarterCatalogue.Value);
        const string Order = """{"orderId":"o1","total":{"amount":8900,"currency":"EUR"},"items":[]}""";
        await Ahead(async () => await customer.Receive(new(
            [new("s", "e1", "order.placed", s_noon + s_ahead, Encoding.UTF8.GetBytes(Order))])));
        Assert.Equal(s_ahead.Days + 60, (Promise(customer) - s_noon)!.Value.TotalDays, 0.1);

        Assert.True(await customer.SetTimeRight());

        Assert.Equal(60, (Promise(customer) - s_noon)!.Value.TotalDays, 0.1);

        static DateTimeOffset? Promise(CustomerActivation customer) =>
            customer.State!.Customer.Journeys.Runs.Single(run => run.Journey == "late-delivery").WakeAt;
    }

    [Fact]
    public async Task A_customer_whose_time_is_right_or_nearly_so_is_left_alone()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        var customer = Customer(store);
        _clock.Ahead = TimeSpan.FromMinutes(59);
        await Hear(customer, "e1");
        _clock.Ahead = TimeSpan.Zero;

        Assert.False(await customer.SetTimeRight());
        Assert.Single(await store.Customers.Tail(s_ada, 0, default));
    }

    CustomerActivation Customer(Store store, string wait = "P3D") =>
        Customer(store, Published.Catalogue(Journey.Replace("P3D", wait, StringComparison.Ordinal)));

    CustomerActivation Customer(Store store, Catalogue catalogue)
    {
        var workspace = new Workspace("w", "w", false, null, "Etc/UTC", "en", s_noon);
        return new(s_ada, store.Customers, new NoSnapshots(), new FixedCatalogues(new(workspace, catalogue)), _clock);
    }

    static DateTimeOffset[] Waits(LoadedCustomer customer) =>
        [.. customer.Customer.Journeys.Runs.Select(run => run.WakeAt!.Value)];

    static async Task Hear(CustomerActivation customer, string id) => await customer.Receive(new(
        [new("s", id, "custom.a", s_noon, "{}"u8.ToArray())]));

    async Task Ahead(Func<Task> act)
    {
        _clock.Ahead = s_ahead;
        await act();
        _clock.Ahead = TimeSpan.Zero;
    }

    sealed class NoSnapshots : ISnapshotPlace
    {
        public CustomerSnapshot? Saved => null;

        public ValueTask<bool> Save(CustomerSnapshot snapshot) => new(true);
    }
}
