using Engagement.Customers;
using Engagement.Events;
using Engagement.Orders;
using Engagement.Tests.Definitions;
using Engagement.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>Sources tell things late and in any order; what is true in the end must not hang on that.</summary>
public sealed class OrderingTests
{
    const int Stories = 300 / Cases.Divisor;

    static readonly (string Type, EventData Data, int Hour)[] _story =
    [
        ("order.placed", new EventData.OrderPlaced("o1", new(100_00, "EUR"), [], Start.AddDays(9)), 0),
        ("order.paid", new EventData.OrderPaid("o1"), 1),
        ("shipment.created", new EventData.ShipmentCreated("o1", "s1", TrackingUrl: "https://t.example/a"), 20),
        ("shipment.created", new EventData.ShipmentCreated("o1", "s2", TrackingUrl: "https://t.example/b"), 21),
        ("shipment.in-transit", new EventData.ShipmentInTransit("o1", "s1"), 30),
        ("shipment.delayed", new EventData.ShipmentDelayed("o1", "s1", Start.AddDays(12)), 40),
        ("shipment.out-for-delivery", new EventData.ShipmentOutForDelivery("o1", "s1"), 60),
        ("shipment.delivered", new EventData.ShipmentDelivered("o1", "s1"), 70),
        ("shipment.delivered", new EventData.ShipmentDelivered("o1", "s2"), 80),
        ("review.submitted", new EventData.ReviewSubmitted("r1", 2, "o1"), 90),
        ("review.submitted", new EventData.ReviewSubmitted("r1", 4, "o1"), 95),
        ("return.requested", new EventData.ReturnRequested("o1", "t1"), 100),
        ("return.received", new EventData.ReturnReceived("o1", "t1", new(20_00, "EUR")), 120),
        ("refund.issued", new EventData.RefundIssued("o1", "f1", new(20_00, "EUR")), 130),
        ("refund.issued", new EventData.RefundIssued("o1", "f2", new(13_33, "EUR")), 140),
        ("customer.consent-changed", new EventData.ConsentChanged("email", "marketing", true), 5),
        ("customer.consent-changed", new EventData.ConsentChanged("email", "marketing", false), 50),
    ];

    static readonly Arbitrary<(string Type, EventData Data, int Hour)[]> _shuffled = Gen.Shuffle(_story).ToArbitrary();

    [Property(MaxTest = Stories)]
    public Property The_same_events_in_any_order_make_the_same_order_and_the_same_points()
    {
        var expected = Tell(_story.OrderBy(told => told.Hour));
        Assert.Equal(66, expected.Customer.Points.Available);

        // Half of the events come twice, the second time under another name.
        return Prop.ForAll(_shuffled, shuffled =>
            Same(expected.Customer, Tell(shuffled.Concat(shuffled.Where((_, i) => i % 2 == 0))).Customer));
    }

    [Property(MaxTest = Stories)]
    public Property Follow_ups_between_events_in_any_order_never_make_points_twice() => Prop.ForAll(
        _shuffled,
        Gen.Choose(0, 19).ArrayOf(2 * _story.Length).ToArbitrary(),
        (shuffled, days) =>
        {
            var spec = new Spec(Starter.Catalogue);
            var now = Start.AddHours(150);
            foreach (var ((type, data, hour), later) in shuffled.Concat(shuffled).Zip(days))
            {
                now = now.AddDays(later);
                spec.Until(now).Hears(type, data, Start.AddHours(hour), now);
            }

            spec.Until(now.AddYears(1));
            Assert.Equal((66, 0), (spec.Customer.Points.Available, spec.Customer.Points.Pending));
        });

    [Fact]
    public void A_decision_depends_on_nothing_but_its_arguments()
    {
        string Facts() => string.Join('\n', Tell(_story).Facts.Select(fact => Spec.Json([fact])));

        Assert.Equal(Facts(), Facts());
    }

    static Spec Tell(IEnumerable<(string Type, EventData Data, int Hour)> story)
    {
        var spec = new Spec(Starter.Catalogue);
        foreach (var (type, data, hour) in story)
        {
            spec.Hears(type, data, Start.AddHours(hour), heardAt: Start.AddHours(150));
        }

        return spec.Until(Start.AddYears(1));
    }

    // An array in a record compares by reference; names of returns stand in the order in which they were heard.
    static bool Same(Customer one, Customer other)
    {
        var (a, b) = (Assert.Single(one.Orders.Orders), Assert.Single(other.Orders.Orders));
        return a.Heard!.Value.Order().SequenceEqual(b.Heard!.Value.Order())
            && a.Settled.Order().SequenceEqual(b.Settled.Order())
            && a.Parcels!.Value.SequenceEqual(b.Parcels!.Value)
            && Plain(a) == Plain(b)
            && one.Profile.Consents.SequenceEqual(other.Profile.Consents)
            && (one.Points.Pending, one.Points.Available) == (other.Points.Pending, other.Points.Available);
    }

    static Order Plain(Order order) => order with { Settled = [], Items = [], Heard = null, Parcels = null };
}
