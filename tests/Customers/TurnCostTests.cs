using System.Collections.Immutable;
using System.Text;
using Engagement.Customers;
using Engagement.Storage;
using Engagement.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Engagement.Tests.Customers;

/// <summary>
/// What one event may cost a customer in memory, exactly, from the call to the commit: times lie on a shared machine.
/// </summary>
public sealed class TurnCostTests
{
    static readonly DateTimeOffset s_noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly CustomerKey s_ada = new("w", "ada");

    int _events;

    [Fact]
    public void An_order_costs_no_more_than_its_budget()
    {
        var customer = Customer();
        Take(customer, 10, Order);

        // About a third is kept (order, customer, journal entry), the rest is gone at once. Since each member of a
        // contact has a time of its own, and a customer knows parcels, letters and a count of orders, 170 bytes more;
        // 20 for what a commit says of suppressed addresses and of waits for something unknown.
        Assert.InRange(Take(customer, 20, Order), 1, 6_240);
    }

    [Fact]
    public void An_event_costs_the_same_however_long_the_history_is()
    {
        var customer = Customer();
        Take(customer, 10, Viewed);
        var young = Take(customer, 20, Viewed);
        Take(customer, 5_000, Viewed);
        var old = Take(customer, 20, Viewed);

        Assert.InRange(old, 1, young * 1.02);
    }

    // On this thread from end to end, so the count is exact.
    double Take(CustomerActivation customer, int events, Func<int, EventMessage> make)
    {
        var deliveries = Enumerable.Range(0, events).Select(_ => new Delivery([make(++_events)])).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var delivery in deliveries)
        {
            var taken = customer.Receive(delivery);
            Assert.True(taken.IsCompletedSuccessfully);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)events;
    }

    static CustomerActivation Customer() => new(
        s_ada,
        new Void(),
        new Place(),
        new FixedCatalogues(new(new("w", "w", false, null, "Etc/UTC", "en", s_noon), Catalogue.Empty)),
        new FakeTimeProvider(s_noon));

    static EventMessage Order(int number) => new(
        "shop", $"o{number:D9}", "order.placed", s_noon, Encoding.UTF8.GetBytes(
        $$"""
        { "orderId": "{{number:D9}}","total":{"amount":4990,"currency":"EUR"},
         "items":[ { "productId":"p-1","quantity":1,"price": { "amount":4990,"currency":"EUR" } } ],
         "promisedAt":"2030-01-06T18:00:00Z","contact":{"email":"ada@customers.example"} }
        """));

    static EventMessage Viewed(int number) =>
        new("shop", $"v{number:D9}", "product.viewed", s_noon, """{"productId":"kettle"}"""u8.ToArray());

    /// <summary>A store that takes everything and keeps nothing.</summary>
    sealed class Void : ICustomerStore
    {
        public ValueTask<ImmutableArray<JournalEntry>> Tail(
            CustomerKey customer, long afterVersion, CancellationToken cancellation) => new([]);

        public ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation) =>
            new(CommitAnswer.Written);

        public ValueTask<ImmutableArray<HeldSuppression>> Suppressed(
            string workspace, string channel, string address, CancellationToken cancellation) => new([]);
    }
}
