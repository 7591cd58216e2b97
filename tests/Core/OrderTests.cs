using Engagement.Customers;
using Engagement.Events;
using Engagement.Orders;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

public sealed class OrderTests
{
    readonly Spec _spec = new(Catalogue.Empty);

    [Fact]
    public void An_event_about_an_unknown_order_begins_it()
    {
        _spec.Hears("order.paid", new EventData.OrderPaid("o1"), Start);

        var order = Assert.Single(_spec.Customer.Orders.Orders);
        Assert.Equal(Start, order.PaidAt);
        Assert.Null(order.PlacedAt);
    }

    [Fact]
    public void An_order_that_is_placed_after_it_was_shipped_has_both()
    {
        _spec.Hears("shipment.created", new EventData.ShipmentCreated("o1", TrackingUrl: "https://t.example/1"), Start)
            .Hears("order.placed", Placed("o1", 12_34), Start.AddDays(-1), heardAt: Start.AddHours(1));

        var order = Assert.Single(_spec.Customer.Orders.Orders);
        Assert.Equal(Start.AddDays(-1), order.PlacedAt);
        Assert.Equal(Start, order.ShippedAt);
        Assert.Equal(12_34, order.Total!.Amount);
        Assert.Equal("https://t.example/1", order.TrackingUrl);
    }

    [Fact]
    public void A_late_scan_never_moves_a_parcel_back()
    {
        _spec.Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start)
            .Hears("shipment.in-transit", new EventData.ShipmentInTransit("o1"), Start.AddDays(-2), Start.AddHours(1));

        var order = Assert.Single(_spec.Customer.Orders.Orders);
        Assert.Equal(ShipmentStage.Delivered, order.Stage);
        Assert.Equal(Start.AddDays(-2), order.ShippedAt);
    }

    [Fact]
    public void Of_two_promises_the_one_said_last_holds_whichever_comes_first()
    {
        _spec.Hears("shipment.delayed", new EventData.ShipmentDelayed("o1", PromisedAt: Start.AddDays(9)), Start)
            .Hears(
                "order.placed",
                Placed("o1", 100) with { PromisedAt = Start.AddDays(3) },
                Start.AddDays(-1),
                heardAt: Start.AddHours(1));

        Assert.Equal(Start.AddDays(9), Assert.Single(_spec.Customer.Orders.Orders).PromisedAt);
    }

    [Fact]
    public void A_second_word_that_an_order_was_placed_changes_nothing()
    {
        _spec.Hears("order.placed", Placed("o1", 100), Start)
            .Hears("order.placed", Placed("o1", 999), Start.AddHours(1));

        Assert.Empty(_spec.Last.Facts);
        Assert.Equal(100, Assert.Single(_spec.Customer.Orders.Orders).Total!.Amount);
    }

    [Fact]
    public void A_refund_that_is_told_twice_counts_once()
    {
        var refund = new EventData.RefundIssued("o1", "r1", new(500, "EUR"));
        _spec.Hears("refund.issued", refund, Start).Hears("refund.issued", refund, Start.AddDays(1));

        Assert.Equal(500, Assert.Single(_spec.Customer.Orders.Orders).Refunded!.Amount);
        Assert.Empty(_spec.Last.Facts);
    }

    [Fact]
    public void The_oldest_settled_order_is_forgotten_when_there_are_too_many()
    {
        for (var i = 0; i <= OrderBook.OrdersMax; i++)
        {
            _spec.Hears("order.placed", Placed($"o{i}", 100), Start.AddMinutes(i));
        }

        Assert.Equal(OrderBook.OrdersMax, _spec.Customer.Orders.Orders.Length);
        Assert.Equal("o1", _spec.Customer.Orders.Orders[0].Id);
        Assert.Equal(Start, _spec.Customer.Orders.ForgottenUntil);
        Assert.Single(_spec.Customer.Orders.Forgotten);
    }

    [Fact]
    public void Orders_are_counted_that_were_placed_and_not_cancelled_however_many_there_are()
    {
        _spec.Hears("order.paid", new EventData.OrderPaid("never-placed"), Start);
        Assert.Equal(0, _spec.Customer.Orders.Count);

        for (var i = 0; i < 80; i++)
        {
            _spec.Hears("order.placed", Placed($"o{i}", 100), Start.AddMinutes(i))
                .Hears("order.placed", Placed($"o{i}", 100), Start.AddMinutes(i));
        }

        Assert.Equal(80, _spec.Customer.Orders.Count);

        var cancelled = new EventData.OrderCancelled("o79");
        _spec.Hears("order.cancelled", cancelled, Start.AddDays(1))
            .Hears("order.cancelled", cancelled, Start.AddDays(2))
            .Hears("order.placed", Placed("o0", 100), Start.AddDays(3));

        Assert.Equal(79, _spec.Customer.Orders.Count);
    }

    static EventData.OrderPlaced Placed(string id, long amount) => new(id, new(amount, "EUR"), []);
}
