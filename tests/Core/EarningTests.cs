using Engagement.Customers;
using Engagement.Events;
using Engagement.Loyalty;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>What a programme's own words change: rules, currencies, bounds, and what takes points back.</summary>
public sealed class EarningTests
{
    const string TwoRules =
        """
        kind: programme
        id: club
        name: Club
        earn:
          - { points: 2, per: 100, multiplier: 1.5, currency: EUR }
          - { points: 1, per: 100, currency: USD }
          - { points: 5, per: 100, currency: EUR }
        pendingFor: P30D
        clawback: [refund.issued]
        """;

    [Theory]
    [InlineData(-1_00, 0)]
    [InlineData(33, 0)]
    [InlineData(34, 1)]
    [InlineData(99, 2)]
    [InlineData(100, 3)]
    [InlineData(1_99, 5)]
    public void Points_are_multiplied_first_and_rounded_down_last(long amount, long points) =>
        Assert.Equal(points, new EarnRule(2, new(1), 1.5m).For(new(amount, "EUR")));

    /// <summary>As docs/definitions.md works it out.</summary>
    [Fact]
    public void Three_points_a_unit_times_two_on_42_90_are_257() =>
        Assert.Equal(257, new EarnRule(3, new(1), 2).For(new(42_90, "EUR")));

    [Theory]
    [InlineData(EarnRule.PointsMax - 1, EarnRule.PointsMax - 1)]
    [InlineData(EarnRule.PointsMax, EarnRule.PointsMax)]
    [InlineData(EarnRule.PointsMax + 1, EarnRule.PointsMax)]
    [InlineData(1_000_000_000_000, EarnRule.PointsMax)]
    public void No_order_earns_more_than_the_most(long amount, long points) =>
        Assert.Equal(points, new EarnRule(1, new(1, IsMinor: true)).For(new(amount, "EUR")));

    [Theory]
    [InlineData("EUR", 8_900)]
    [InlineData("JPY", 89)]
    [InlineData("KWD", 89_000)]
    [InlineData("CLF", 890_000)]
    public void A_rule_counts_whole_units_of_whatever_currency_an_order_is_in(string currency, long amount)
    {
        Assert.Equal(89, new EarnRule(1, new(1)).For(new(amount, currency)));
        Assert.Equal(178, new EarnRule(1, new(0.5m)).For(new(amount, currency)));
        Assert.Equal(88, new EarnRule(1, new(1)).For(new(amount - 1, currency)));
    }

    [Theory]
    [InlineData("EUR", 300)]
    [InlineData("USD", 100)]
    [InlineData("GBP", 0)]
    public void The_first_rule_that_fits_the_currency_counts_alone(string currency, long points)
    {
        var spec = Placed(TwoRules, currency);

        Assert.Equal(points, spec.Customer.Points.Pending);
        Assert.Equal(points > 0 ? 1 : 0, spec.Ledger.Count);
    }

    [Theory]
    [InlineData(99_99, 1)]
    [InlineData(100_00, 200)]
    public void A_rule_whose_condition_does_not_hold_leaves_the_order_to_the_next(long amount, long points) =>
        Assert.Equal(
            points,
            new Spec(Published.Catalogue(
                """
                kind: programme
                id: club
                name: Club
                earn:
                  - { points: 2, per: 100, currency: EUR, when: { field: order.total.amount, gte: 10000 } }
                  - { points: 1, per: 9999, currency: EUR }
                pendingFor: P30D
                clawback: [refund.issued]
                """))
            .Hears("order.placed", new EventData.OrderPlaced("o1", new(amount, "EUR"), []), Start)
            .Customer.Points.Pending);

    [Fact]
    public void A_programme_that_is_not_enabled_earns_nothing() =>
        Assert.Empty(Placed(TwoRules + "\nenabled: false", "EUR").Ledger);

    [Fact]
    public void Only_what_the_programme_names_takes_points_back()
    {
        var spec = Placed(TwoRules, "EUR")
            .Hears("return.received", new EventData.ReturnReceived("o1", "t1", new(40_00, "EUR")), Start.AddDays(1))
            .Hears("order.cancelled", new EventData.OrderCancelled("o1"), Start.AddDays(2));
        Assert.Equal(300, spec.Customer.Points.Pending);

        spec.Hears(
            "refund.issued", new EventData.RefundIssued("o1", "f1", new(10_00, "EUR")), Start.AddDays(3));
        Assert.Equal(270, spec.Customer.Points.Pending);

        var returns = Placed(TwoRules.Replace("refund.issued", "return.received", StringComparison.Ordinal), "EUR")
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f1", new(10_00, "EUR")), Start.AddDays(1))
            .Hears("return.received", new EventData.ReturnReceived("o1", "t1", new(20_00, "EUR")), Start.AddDays(2));
        Assert.Equal(240, returns.Customer.Points.Pending);
    }

    [Fact]
    public void A_refund_in_another_currency_takes_all()
    {
        var spec = Placed(TwoRules, "EUR")
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f1", new(10_00, "USD")), Start.AddDays(1));

        Assert.Equal(0, spec.Customer.Points.Pending);
    }

    [Fact]
    public void What_is_kept_of_a_part_is_rounded_down()
    {
        var spec = Placed(TwoRules, "EUR")
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f1", new(10, "EUR")), Start.AddDays(1));

        Assert.Equal(299, spec.Customer.Points.Pending);
    }

    [Fact]
    public void A_refund_after_a_part_matured_takes_what_is_pending_first_and_names_its_accounts()
    {
        var spec = Placed(TwoRules, "EUR")
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start)
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f1", new(50_00, "EUR")), Start.AddDays(1))
            .Until(Start.AddDays(30))
            .Hears("refund.issued", new EventData.RefundIssued("o1", "f2", new(10_00, "EUR")), Start.AddDays(31));

        Assert.Equal(
            ["club:o1/earned", "club:o1/clawed-back/refund:f1/pending", "club:o1/matured",
                "club:o1/clawed-back/refund:f2/available"],
            spec.Ledger.Select(entry => entry.Key));
        Assert.Equal(["refund:f1", "refund:f2"], Assert.Single(spec.Customer.Points.Lots).ClawedBack);
        Assert.Equal([300, 150, 150, 30], spec.Ledger.Select(entry => entry.Points));
    }

    [Fact]
    public void What_is_due_first_matures_first()
    {
        var spec = new Spec(Published.Catalogue(TwoRules));
        foreach (var (id, delivered) in ((string, int)[])[("late", 3), ("early", 1), ("middle", 2)])
        {
            spec.Hears("order.placed", new EventData.OrderPlaced(id, new(100_00, "EUR"), []), Start)
                .Hears("shipment.delivered", new EventData.ShipmentDelivered(id), Start.AddHours(delivered),
                    heardAt: Start.AddHours(3));
        }

        spec.Take(new Input.FollowUpDue(Start.AddDays(40)));

        Assert.Equal(
            ["club:early", "club:middle", "club:late"],
            spec.Last.Facts.OfType<LoyaltyFact.PointsMatured>().Select(fact => fact.Lot));
    }

    static Spec Placed(string programme, string currency) => new Spec(Published.Catalogue(programme))
        .Hears("order.placed", new EventData.OrderPlaced("o1", new(100_00, currency), []), Start);
}
