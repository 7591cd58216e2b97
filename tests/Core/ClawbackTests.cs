using Engagement.Customers;
using Engagement.Events;
using Engagement.Loyalty;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>
/// What takes points back, by the words of the programme, and what becomes of the lot. An order of 100.00 earns 100.
/// </summary>
public sealed class ClawbackTests
{
    [Theory]
    [InlineData("order.cancelled", 0)]
    [InlineData("refund.issued", 100)]
    public void A_cancelled_order_loses_all_its_points_where_the_programme_says_so(string clawback, long left)
    {
        var spec = Placed(clawback).Hears("order.cancelled", new EventData.OrderCancelled("o1"), Start.AddDays(1));

        Assert.Equal(left, spec.Customer.Points.Pending);
        Assert.Equal(left == 0 ? ["club:o1/clawed-back/cancelled/pending"] : [], Taken(spec));
    }

    [Theory]
    [InlineData("refund.issued", 60, 60, 40)]
    [InlineData("return.received", 100, 80, 80)]
    [InlineData("return.received, refund.issued", 60, 60, 40)]
    [InlineData("order.cancelled", 100, 100, 100)]
    public void Of_refunds_and_returns_only_those_count_that_the_programme_names(
        string clawback, long afterRefund, long afterReturn, long afterAnother)
    {
        var spec = Placed(clawback);
        Refund(spec, "f1", 40_00);
        Assert.Equal(afterRefund, spec.Customer.Points.Pending);

        Return(spec, "t1", 20_00);
        Assert.Equal(afterReturn, spec.Customer.Points.Pending);

        Refund(spec, "f2", 20_00);
        Assert.Equal(afterAnother, spec.Customer.Points.Pending);
    }

    [Theory]
    [InlineData("refund.issued", 0)]
    [InlineData("return.received", 0)]
    [InlineData("order.cancelled", 100)]
    public void A_return_of_unknown_worth_takes_all_where_returns_or_refunds_count(string clawback, long left)
    {
        var spec = Placed(clawback)
            .Hears("return.received", new EventData.ReturnReceived("o1", "t1"), Start.AddDays(1));

        Assert.Equal(left, spec.Customer.Points.Pending);
    }

    [Fact]
    public void A_refund_of_nothing_takes_nothing_in_whatever_currency() => Assert.Equal(
        100,
        Placed("refund.issued")
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f1", new(0, "USD")), Start.AddDays(1))
            .Customer.Points.Pending);

    [Fact]
    public void Every_claw_back_is_booked_under_the_name_of_what_took_it()
    {
        var spec = Placed("return.received, refund.issued");
        Return(spec, "t1", 10_00);
        Refund(spec, "f1", 30_00);
        Assert.Equal(
            ["club:o1/clawed-back/return:t1/pending", "club:o1/clawed-back/refund:f1/pending"], Taken(spec));

        var late = Club("refund.issued");
        Refund(late, "f1", 30_00);
        late.Hears("order.placed", Order("o1"), Start, heardAt: Start.AddDays(2));
        Assert.Equal(["club:o1/clawed-back/placed-late/pending"], Taken(late));
    }

    [Fact]
    public void A_lot_that_lost_all_its_points_has_nothing_to_wait_for()
    {
        var delivered = Placed("refund.issued")
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddHours(1));
        Assert.Equal(Start.AddHours(1).AddDays(30), delivered.Customer.NextDue);

        Refund(delivered, "f1", 40_00);
        Assert.Equal(Start.AddHours(1).AddDays(30), Assert.Single(delivered.Customer.Points.Lots).MaturesAt);
        Refund(delivered, "f2", 60_00);
        Assert.Null(Assert.Single(delivered.Customer.Points.Lots).MaturesAt);
        Assert.Null(delivered.Customer.NextDue);

        var refunded = Placed("refund.issued");
        Refund(refunded, "f1", 100_00);
        refunded.Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddDays(2));
        Assert.DoesNotContain(refunded.Facts, fact => fact is LoyaltyFact.PointsScheduled);
        Assert.Null(refunded.Customer.NextDue);
    }

    [Fact]
    public void A_lot_with_points_to_come_is_never_forgotten()
    {
        var spec = Club("refund.issued").Hears("order.placed", Order("waits"), Start);
        for (var i = 0; i <= PointsAccount.LotsMax + 1; i++)
        {
            spec.Hears("order.placed", Order($"o{i}"), Start);
            Refund(spec, "f", 100_00, $"o{i}");
        }

        Assert.Equal(PointsAccount.LotsMax + 2, spec.Customer.Points.Lots.Length);
        Assert.Equal(["waits", "o1"], spec.Customer.Points.Lots.Take(2).Select(lot => lot.OrderId));

        var waiting = Club("refund.issued");
        for (var i = 0; i <= PointsAccount.LotsMax; i++)
        {
            waiting.Hears("order.placed", Order($"o{i}"), Start);
        }

        Assert.Equal(PointsAccount.LotsMax + 1, waiting.Customer.Points.Lots.Length);
        Assert.Equal(100 * (PointsAccount.LotsMax + 1), waiting.Customer.Points.Pending);
    }

    [Fact]
    public void What_is_due_at_once_matures_in_the_order_in_which_it_was_earned_and_within_the_budget_of_a_turn()
    {
        var spec = Club("refund.issued");
        for (var i = 0; i <= DecisionContext.StepsMax; i++)
        {
            spec.Hears("order.placed", Order($"o{i}"), Start)
                .Hears("shipment.delivered", new EventData.ShipmentDelivered($"o{i}"), Start);
        }

        var due = Start.AddDays(30);
        spec.Take(new Input.FollowUpDue(due));

        Assert.Equal(
            Enumerable.Range(0, DecisionContext.StepsMax).Select(i => $"club:o{i}"),
            spec.Last.Facts.Select(fact => Assert.IsType<LoyaltyFact.PointsMatured>(fact).Lot));
        Assert.Equal((due, 100), (spec.Customer.NextDue, spec.Customer.Points.Pending));
    }

    [Fact]
    public void A_fact_about_points_that_are_not_there_says_which()
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            Customer.Evolve(Customer.Unknown("ana"), new LoyaltyFact.PointsMatured("club:o9", 1)));

        Assert.Equal("A fact speaks of points that the customer does not have: 'club:o9'.", error.Message);
    }

    [Fact]
    public void Nothing_is_booked_where_nothing_matures() => Assert.Empty(
        Ledger.Entries(
            Placed("refund.issued").Customer.Points, [new LoyaltyFact.PointsMatured("club:o1", 0)], Start));

    static Spec Placed(string clawback) => Club(clawback).Hears("order.placed", Order("o1"), Start);

    static Spec Club(string clawback) => new(Published.Catalogue(
        $$"""
        kind: programme
        id: club
        name: Club
        earn: [{ points: 1, perAmount: 1 }]
        pendingFor: P30D
        clawback: [{{clawback}}]
        """));

    static EventData.OrderPlaced Order(string id) => new(id, new(100_00, "EUR"), []);

    static void Refund(Spec spec, string id, long amount, string order = "o1") => spec.Hears(
        "refund.issued", new EventData.RefundIssued(order, id, new(amount, "EUR")), Start.AddDays(1));

    static void Return(Spec spec, string id, long amount) => spec.Hears(
        "return.received", new EventData.ReturnReceived("o1", id, new(amount, "EUR")), Start.AddDays(1));

    static IEnumerable<string> Taken(Spec spec) =>
        spec.Ledger.Where(entry => entry.To == Accounts.ClawedBack).Select(entry => entry.Key);
}
