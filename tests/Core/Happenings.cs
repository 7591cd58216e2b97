using Engagement.Alerts;
using Engagement.Events;
using FsCheck;
using FsCheck.Fluent;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>One thing that happens to a customer, and what an agent does about it.</summary>
/// <param name="HoursLater">After the one before.</param>
/// <param name="OccurredAt">Null for now.</param>
public sealed record Happening(
    string Type, EventData Data, int HoursLater, DateTimeOffset? OccurredAt, Func<string, AgentAct> Act)
{
    public override string ToString() => $"{HoursLater} h later {Data} at {OccurredAt?.ToString("O") ?? "that time"}";
}

/// <summary>
/// Everything that the door lets through, about few orders, so that they meet. FsCheck finds <see cref="Any"/> by its
/// type, makes stories of it, and shortens those that break something.
/// </summary>
public static class Happenings
{
    static readonly DateTimeOffset s_first = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset s_last = new(2099, 12, 31, 23, 59, 59, TimeSpan.Zero);

    static readonly Gen<string> s_order = Gen.Elements("o1", "o2", "o/3");
    static readonly Gen<string?> s_returned = Gen.Elements<string?>("t1", "t2");

    static readonly Gen<Money> s_money =
        from amount in Gen.Elements(0, 1, 99, 100_00, long.MaxValue)
        from currency in Gen.Elements("EUR", "EUR", "JPY")
        select new Money(amount, currency);

    static readonly Gen<DateTimeOffset?> s_date = Gen.OneOf(
        Gen.Elements<DateTimeOffset?>(null, s_first, s_last),
        from days in Gen.Choose(0, 29) select (DateTimeOffset?)Start.AddDays(days));

    static readonly Gen<Contact> s_person =
        from name in Gen.Elements(null, "Ana\r\nBcc: x")
        from email in Gen.Elements(null, "ana@example.com")
        from zone in Gen.Elements(null, "Europe/Berlin", "Pacific/Apia", "No/Zone")
        select new Contact(name, email, TimeZone: zone);

    static readonly Gen<(string, EventData)> s_event = Gen.OneOf(
        from person in s_person
        select Of("customer.updated", new EventData.CustomerUpdated(person)),
        from purpose in Gen.Elements("marketing", "feedback", "transactional")
        from granted in Gen.Elements(true, false)
        select Of("customer.consent-changed", new EventData.ConsentChanged("email", purpose, granted)),
        Placed(),
        Placed(),
        from order in s_order select Of("order.paid", new EventData.OrderPaid(order)),
        from order in s_order select Of("order.cancelled", new EventData.OrderCancelled(order, "\0{{x}}")),
        from order in s_order
        from promised in s_date
        select Of("shipment.created", new EventData.ShipmentCreated(order, "s", PromisedAt: promised)),
        from order in s_order
        from promised in s_date
        select Of("shipment.delayed", new EventData.ShipmentDelayed(order, PromisedAt: promised)),
        from order in s_order
        select Of("shipment.out-for-delivery", new EventData.ShipmentOutForDelivery(order)),
        from order in s_order
        from shipment in Gen.Elements("s", "t")
        select Of("shipment.delivered", new EventData.ShipmentDelivered(order, shipment)),
        from order in s_order select Of("shipment.lost", new EventData.ShipmentLost(order)),
        from review in Gen.Elements("r1", "r2")
        from rating in Gen.Elements(1, 2, 5)
        from order in s_order
        select Of("review.submitted", new EventData.ReviewSubmitted(review, rating, order, Text: "😀\u2028")),
        Returned(),
        Refunded(),
        from hard in Gen.Elements(true, false)
        select Of("message.bounced", new EventData.MessageBounced("m", hard)),
        from order in s_order.OrNull()
        select Of("support.requested", new EventData.SupportRequested("c", OrderId: order)));

    static readonly Gen<Func<string, AgentAct>> s_act = Gen.OneOf<Func<string, AgentAct>>(
        from agent in Gen.Elements("bea", "cem")
        select new Func<string, AgentAct>(alert => new AlertAct.Claim(alert, agent)),
        Gen.Constant<Func<string, AgentAct>>(alert => new AlertAct.Release(alert, "bea")),
        Gen.Constant<Func<string, AgentAct>>(alert => new AlertAct.Note(alert, "cem", "?")),
        Gen.Constant<Func<string, AgentAct>>(alert => new AlertAct.Resolve(alert, "bea", null)));

    public static Arbitrary<Happening> Any() => Arb.From(
        from told in s_event
        from later in Gen.Elements(0, 0, 1, 30, 24 * 40)
        from at in Gen.Elements<DateTimeOffset?>(null, null, s_first, Start.AddDays(-3), Start.AddDays(1))
        from act in s_act
        select new Happening(told.Item1, told.Item2, later, at, act));

    /// <summary>What points are earned and lost by, and nothing else.</summary>
    public static Arbitrary<Bought> Purchases() => Arb.From(
        from told in Gen.OneOf(
            Placed(),
            Returned(),
            Refunded(),
            from order in s_order select Of("order.cancelled", new EventData.OrderCancelled(order)),
            from order in s_order select Of("shipment.delivered", new EventData.ShipmentDelivered(order)))
        from later in Gen.Elements(0, 1, 24, 24 * 20, 24 * 40)
        select new Bought(told.Item1, told.Item2, later));

    static Gen<(string, EventData)> Placed() =>
        from order in s_order
        from total in s_money
        from items in Gen.Choose(0, 2)
        from promised in s_date
        from person in s_person
        select Of("order.placed", new EventData.OrderPlaced(
            order, total, [.. Enumerable.Repeat(new OrderItem("p", 1), items)], promised, person));

    static Gen<(string, EventData)> Returned() =>
        from order in s_order
        from name in s_returned
        from worth in s_money.OrNull()
        select Of("return.received", new EventData.ReturnReceived(order, name!, worth));

    static Gen<(string, EventData)> Refunded() =>
        from order in s_order
        from name in Gen.Elements("f1", "f2", "f3")
        from amount in s_money
        select Of("refund.issued", new EventData.RefundIssued(order, name, amount));

    static (string, EventData) Of(string type, EventData data) => (type, data);
}

/// <summary>Something that moves points.</summary>
public sealed record Bought(string Type, EventData Data, int HoursLater);
