using Engagement.Events;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Orders;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>The starter programme: a point for each whole 1.00, pending until thirty days after delivery.</summary>
public sealed class PointsTests
{
    readonly Spec _spec = new(Starter.Catalogue);

    [Fact]
    public void Points_are_pending_from_the_order_until_thirty_days_after_delivery()
    {
        var delivered = Start.AddDays(3);
        _spec.Hears("order.placed", Placed(129_99), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), delivered)
            .Until(delivered.AddDays(30).AddSeconds(-1));
        Assert.Equal((129, 0), (_spec.Customer.Points.Pending, _spec.Customer.Points.Available));

        _spec.Until(delivered.AddDays(30));

        Assert.Equal((0, 129), (_spec.Customer.Points.Pending, _spec.Customer.Points.Available));
        Assert.Equal(
            ["points:o1/earned", "points:o1/matured"],
            _spec.Ledger.Select(entry => entry.Key));
        Assert.Equal(
            [(Accounts.Issued, Accounts.Pending), (Accounts.Pending, Accounts.Available)],
            _spec.Ledger.Select(entry => (entry.From, entry.To)));
    }

    [Fact]
    public void The_window_is_judged_by_the_deliverys_own_time()
    {
        var delivered = Start.AddDays(3);
        _spec.Hears("order.placed", Placed(100_00), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), delivered, delivered.AddDays(40))
            .Until(delivered.AddDays(40));

        Assert.Equal(100, _spec.Customer.Points.Available);
    }

    [Fact]
    public void A_part_that_is_refunded_takes_its_part_of_the_points()
    {
        _spec.Hears("order.placed", Placed(100_00), Start)
            .Hears("refund.issued", Refund("f1", 25_00), Start.AddDays(1));

        Assert.Equal(75, _spec.Customer.Points.Pending);
        Assert.Equal(
            ("points:o1/clawed-back/refund:f1/pending", 25),
            (_spec.Ledger[^1].Key, _spec.Ledger[^1].Points));
    }

    [Fact]
    public void A_return_and_the_refund_for_it_take_the_points_once()
    {
        _spec.Hears("order.placed", Placed(100_00), Start)
            .Hears("return.received", new EventData.ReturnReceived("o1", "t1", new(40_00, "EUR")), Start.AddDays(1))
            .Hears("refund.issued", Refund("f1", 40_00), Start.AddDays(2));

        Assert.Equal(60, _spec.Customer.Points.Pending);
    }

    [Fact]
    public void A_return_of_unknown_worth_takes_all_points()
    {
        _spec.Hears("order.placed", Placed(100_00), Start)
            .Hears("return.received", new EventData.ReturnReceived("o1", "t1"), Start.AddDays(1));

        Assert.Equal(0, _spec.Customer.Points.Pending);
        Assert.Null(Assert.Single(_spec.Customer.Points.Lots).MaturesAt);
    }

    [Fact]
    public void Refunds_never_take_more_than_was_earned()
    {
        _spec.Hears("order.placed", Placed(100_00), Start)
            .Hears("refund.issued", Refund("f1", 70_00), Start.AddDays(1))
            .Hears("refund.issued", Refund("f2", 70_00), Start.AddDays(2))
            .Hears("refund.issued", Refund("f3", long.MaxValue), Start.AddDays(3))
            .Hears("order.cancelled", new EventData.OrderCancelled("o1"), Start.AddDays(4));

        Assert.Equal(0, _spec.Customer.Points.Pending);
        Assert.Equal(100, _spec.Ledger.Where(entry => entry.To == Accounts.ClawedBack).Sum(entry => entry.Points));
    }

    [Fact]
    public void A_refund_after_the_points_matured_takes_them_from_what_is_available()
    {
        _spec.Hears("order.placed", Placed(100_00), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start)
            .Until(Start.AddDays(30))
            .Hears("refund.issued", Refund("f1", 50_00), Start.AddDays(31));

        Assert.Equal((0, 50), (_spec.Customer.Points.Pending, _spec.Customer.Points.Available));
        Assert.Equal(Accounts.Available, _spec.Ledger[^1].From);
    }

    [Fact]
    public void A_refund_that_is_heard_of_before_its_order_counts_when_the_order_comes()
    {
        _spec.Hears("refund.issued", Refund("f1", 30_00), Start)
            .Hears("order.placed", Placed(100_00), Start.AddDays(-1), heardAt: Start.AddHours(1));

        Assert.Equal(70, _spec.Customer.Points.Pending);
        Assert.Equal(
            2, _spec.Last.Facts.Count(fact => fact is LoyaltyFact.PointsEarned or LoyaltyFact.PointsClawedBack));
    }

    [Fact]
    public void An_order_that_was_forgotten_does_not_earn_again()
    {
        for (var i = 0; i <= OrderBook.OrdersMax; i++)
        {
            _spec.Hears("order.placed", Placed(100_00, $"o{i}"), Start.AddMinutes(i))
                .Hears("order.cancelled", new EventData.OrderCancelled($"o{i}"), Start.AddMinutes(i));
        }

        _spec.Hears("order.placed", Placed(100_00, "o0"), Start.AddDays(1));

        Assert.DoesNotContain(_spec.Last.Facts, fact => fact is LoyaltyFact.PointsEarned or JourneyFact.JourneyEntered);
    }

    [Fact]
    public void A_part_refunded_long_after_its_order_was_forgotten_still_takes_its_part()
    {
        for (var i = 0; i <= OrderBook.OrdersMax; i++)
        {
            _spec.Hears("order.placed", Placed(100_00, $"o{i}"), Start.AddMinutes(i))
                .Hears("shipment.delivered", new EventData.ShipmentDelivered($"o{i}"), Start.AddMinutes(i));
        }

        _spec.Until(Start.AddDays(40)).Hears("order.placed", Placed(100_00, "new"), Start.AddDays(41));
        Assert.DoesNotContain(_spec.Customer.Orders.Orders, order => order.Id == "o1");

        _spec.Hears(
            "refund.issued", new EventData.RefundIssued("o1", "f1", new(25_00, "EUR")), Start.AddDays(42));

        Assert.Equal(25, Assert.Single(_spec.Last.Facts.OfType<LoyaltyFact.PointsClawedBack>()).FromAvailable);
    }

    [Fact]
    public void A_refund_that_is_told_again_after_many_others_changes_nothing()
    {
        _spec.Hears("order.placed", Placed(100_00), Start);
        for (var i = 0; i < 66; i++)
        {
            _spec.Hears("refund.issued", Refund($"f{i}", 50), Start.AddMinutes(i));
        }

        _spec.Hears("refund.issued", Refund("f0", 50), Start.AddDays(1));

        Assert.Equal(67, _spec.Customer.Points.Pending);
        Assert.Empty(_spec.Last.Facts);
    }

    [Fact]
    public void More_refunds_than_can_be_remembered_take_all_points_and_none_told_again_changes_that()
    {
        _spec.Hears("order.placed", Placed(100_000_00), Start);
        for (var i = 0; i <= Order.SettledMax; i++)
        {
            _spec.Hears("refund.issued", Refund($"f{i}", 1), Start.AddMinutes(i));
        }

        Assert.Equal(0, _spec.Customer.Points.Pending);
        foreach (var id in (string[])["f0", $"f{Order.SettledMax}", "more"])
        {
            _spec.Hears("refund.issued", Refund(id, 1), Start.AddDays(1));
            Assert.Empty(_spec.Last.Facts);
        }
    }

    [Fact]
    public void Nothing_refunded_in_another_currency_is_nothing()
    {
        _spec.Hears("order.placed", Placed(100_00), Start)
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f0", new(0, "USD")), Start.AddDays(1))
            .Hears("refund.issued", Refund("f1", 10_00), Start.AddDays(2))
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f2", new(0, "JPY")), Start.AddDays(3));

        Assert.Equal(90, _spec.Customer.Points.Pending);
    }

    static EventData.OrderPlaced Placed(long amount, string id = "o1") => new(id, new(amount, "EUR"), []);

    static EventData.RefundIssued Refund(string id, long amount) => new("o1", id, new(amount, "EUR"));
}
