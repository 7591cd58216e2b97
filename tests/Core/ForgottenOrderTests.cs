using System.Text.Json;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Loyalty;
using Engagement.Orders;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>Orders that were let go because there were too many, and are told of again.</summary>
public sealed class ForgottenOrderTests
{
    readonly Spec _spec = new(Catalogue.Empty);

    [Fact]
    public void An_order_that_comes_back_by_another_event_and_is_then_placed_again_counts_once()
    {
        Place("old").Forget();
        Assert.Equal(1 + OrderBook.OrdersMax, _spec.Customer.Orders.Count);

        Tell("order.paid", new EventData.OrderPaid("old")).Place("old");
        Assert.Equal(1 + OrderBook.OrdersMax, _spec.Customer.Orders.Count);

        Forget().Place("old");
        Assert.Equal(1 + (2 * OrderBook.OrdersMax), _spec.Customer.Orders.Count);
        Assert.Equal(
            _spec.Customer.Orders.Forgotten.Length, _spec.Customer.Orders.Forgotten.Distinct().Count());
    }

    [Fact]
    public void An_order_that_was_forgotten_before_it_was_placed_counts_when_it_is()
    {
        Tell("order.paid", new EventData.OrderPaid("early")).Forget();
        Assert.Equal(OrderBook.OrdersMax, _spec.Customer.Orders.Count);

        Place("early").Place("early");
        Assert.Equal(1 + OrderBook.OrdersMax, _spec.Customer.Orders.Count);

        Forget().Place("early");
        Assert.Equal(1 + (2 * OrderBook.OrdersMax), _spec.Customer.Orders.Count);
    }

    [Fact]
    public void A_forgotten_order_that_is_cancelled_counts_no_longer_whatever_comes_after()
    {
        Place("old").Forget().Tell("order.cancelled", new EventData.OrderCancelled("old"));
        Assert.Equal(OrderBook.OrdersMax, _spec.Customer.Orders.Count);

        Tell("order.cancelled", new EventData.OrderCancelled("old")).Place("old").Forget().Place("old");
        Tell("order.cancelled", new EventData.OrderCancelled("old"));

        Assert.Equal(2 * OrderBook.OrdersMax, _spec.Customer.Orders.Count);
    }

    [Fact]
    public void What_was_said_of_all_parcels_and_what_is_still_awaited_is_not_let_go_for_one_more()
    {
        Place("o").Tell("shipment.in-transit", new EventData.ShipmentInTransit("o"));
        for (var i = 0; i < Order.ParcelsMax - 2; i++)
        {
            Tell("shipment.created", new EventData.ShipmentCreated("o", $"p{i:D2}"));
        }

        Tell("shipment.delivered", new EventData.ShipmentDelivered("o", "a"))
            .Tell("shipment.created", new EventData.ShipmentCreated("o", "q"));

        var parcels = Assert.Single(_spec.Customer.Orders.Orders).Parcels!.Value;
        Assert.Equal(Order.ParcelsMax, parcels.Length);
        Assert.Equal([null, "p00"], parcels.Take(2).Select(parcel => parcel.Id));
        Assert.Equal("q", parcels[^1].Id);

        Tell("shipment.created", new EventData.ShipmentCreated("o", "z"));
        Assert.Equal(parcels.AsEnumerable(), Assert.Single(_spec.Customer.Orders.Orders).Parcels!.Value);
    }

    [Fact]
    public void A_customer_is_as_large_after_12_000_orders_as_after_2_400()
    {
        var club = new Spec(Published.Catalogue(
            """
            kind: programme
            id: club
            name: Club
            earn: [{ points: 1, per: 100, currency: EUR }]
            pendingFor: P30D
            clawback: [refund.issued]
            """));
        var customer = Orders(club.Customer, 0, 2_400);
        var (young, youngCost) = (Size(customer), Cost(customer, "young"));
        customer = Orders(customer, 2_400, 12_000);

        Assert.InRange(Size(customer), 1, young * 1.05);
        Assert.InRange(Cost(customer, "old"), 1, youngCost * 1.05);
        Assert.Equal(12_000, customer.Orders.Count);
        Assert.Equal(PointsAccount.PendingLotsMax, customer.Points.Lots.Length);

        Customer Orders(Customer before, int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                before = Decide(before, $"o{i}", i).After;
            }

            return before;
        }

        long Cost(Customer before, string id)
        {
            Decide(before, id, 20_000);
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            Decide(before, id, 20_000);
            return GC.GetAllocatedBytesForCurrentThread() - bytes;
        }

        Decision Decide(Customer before, string id, int minute) => Decider.Decide(
            before,
            new Input.EventArrived(
                Event("order.placed", Placed(id), Start.AddMinutes(minute), id), Start.AddMinutes(minute)),
            club.Catalogue);

        static long Size(Customer customer) =>
            JsonSerializer.SerializeToUtf8Bytes(customer, CoreJson.Customer).Length;
    }

    [Fact]
    public void An_order_beyond_the_pending_ones_earns_none_and_says_so_until_one_of_them_is_settled()
    {
        var club = new Spec(Published.Catalogue(
            """
            kind: programme
            id: club
            name: Club
            earn: [{ points: 1, per: 100, currency: EUR }]
            pendingFor: P30D
            clawback: [refund.issued]
            """));
        for (var i = 0; i < PointsAccount.PendingLotsMax; i++)
        {
            club.Hears("order.placed", Placed($"o{i}"), Start);
        }

        club.Hears("order.placed", Placed("more"), Start);
        Assert.Equal(
            new LoyaltyFact.PointsDeclined("club", 1, "more", 50, "Too many orders have points pending."),
            Assert.Single(club.Last.Facts, fact => fact is LoyaltyFact.PointsDeclined));
        Assert.Equal(50 * PointsAccount.PendingLotsMax, club.Customer.Points.Pending);

        club.Hears("refund.issued", new EventData.RefundIssued("o0", "f", new(50_00, "EUR")), Start)
            .Hears("order.placed", Placed("another"), Start);
        Assert.Contains(club.Last.Facts, fact => fact is LoyaltyFact.PointsEarned { OrderId: "another" });
    }

    static EventData.OrderPlaced Placed(string id) => new(id, new(50_00, "EUR"), []);

    ForgottenOrderTests Place(string id) => Tell("order.placed", Placed(id));

    ForgottenOrderTests Tell(string type, EventData data)
    {
        _spec.Hears(type, data, Start);
        return this;
    }

    ForgottenOrderTests Forget()
    {
        var round = _spec.Customer.Orders.Count;
        for (var i = 0; i < OrderBook.OrdersMax; i++)
        {
            Place($"r{round}-{i}");
        }

        return this;
    }
}
