using Engagement.Customers;
using Engagement.Events;
using Engagement.Orders;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>The edges of an order's rules: what was said at the same time, sums, and what is let go.</summary>
public sealed class OrderRuleTests
{
    readonly Spec _spec = new(Catalogue.Empty);

    [Fact]
    public void What_happens_once_has_the_time_at_which_it_first_happened()
    {
        foreach (var day in (int[])[2, 1, 3])
        {
            Tell("order.paid", new EventData.OrderPaid("o1"), day);
            Tell("order.cancelled", new EventData.OrderCancelled("o1"), day);
            Tell("shipment.created", new EventData.ShipmentCreated("o1"), day);
            Tell("return.requested", new EventData.ReturnRequested("o1", "t1"), day);
            Tell("return.received", new EventData.ReturnReceived("o1", "t1"), day);
        }

        var first = Start.AddDays(1);
        var order = Order();
        Assert.Equal(
            (first, first, first, first, first),
            (order.PaidAt, order.CancelledAt, order.ShippedAt, order.ReturnRequestedAt, order.ReturnReceivedAt));
    }

    [Fact]
    public void An_order_is_delivered_when_its_last_parcel_is()
    {
        foreach (var day in (int[])[2, 3, 1])
        {
            Tell("shipment.delivered", new EventData.ShipmentDelivered("o1", $"s{day}"), day);
        }

        Assert.Equal(Start.AddDays(3), Order().DeliveredAt);
        Assert.Null(Order().ShippedAt);
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(2, 1, 2)]
    [InlineData(1, 1, 1)]
    public void Of_two_promises_said_at_once_the_later_date_holds(int one, int other, int holds)
    {
        Tell("shipment.delayed", new EventData.ShipmentDelayed("o1", PromisedAt: Start.AddDays(one)), 0);
        Tell("shipment.delayed", new EventData.ShipmentDelayed("o1", PromisedAt: Start.AddDays(other)), 0);

        Assert.Equal((Start.AddDays(holds), Start), (Order().PromisedAt, Order().PromiseSaidAt));
    }

    [Theory]
    [InlineData(0, 0, "b", "a", "b")]
    [InlineData(0, 0, "a", "b", "b")]
    [InlineData(0, 1, "b", "a", "a")]
    [InlineData(1, 0, "a", "b", "a")]
    public void A_parcel_is_followed_where_it_was_last_said(int day, int other, string one, string two, string holds)
    {
        Tell("shipment.created", new EventData.ShipmentCreated("o1", "s1", TrackingUrl: one), day);
        Tell("shipment.created", new EventData.ShipmentCreated("o1", "s2", TrackingUrl: two), other);
        Tell("shipment.created", new EventData.ShipmentCreated("o1", "s3"), 2);

        Assert.Equal(holds, Order().TrackingUrl);
        Assert.Equal(Start.AddDays(Math.Max(day, other)), Order().TrackedAt);
    }

    [Theory]
    [InlineData(0, 0, 2, 4, 2)]
    [InlineData(0, 0, 4, 2, 2)]
    [InlineData(0, 1, 2, 4, 4)]
    [InlineData(1, 0, 4, 2, 4)]
    public void The_last_review_counts_and_of_two_at_once_the_worse(int day, int other, int one, int two, int counts)
    {
        Tell("review.submitted", new EventData.ReviewSubmitted("r1", one, "o1"), day);
        Tell("review.submitted", new EventData.ReviewSubmitted("r2", two, "o1"), other);

        Assert.Equal((counts, Start.AddDays(Math.Max(day, other))), (Order().Rating, Order().RatedAt));
    }

    [Fact]
    public void Refunds_add_up_and_never_beyond_the_largest_amount_there_is()
    {
        Refund("f1", 10_00);
        Refund("f2", 5_00);
        Assert.Equal(new(15_00, "EUR"), Order().Refunded);

        Refund("f3", -7_00);
        Assert.Equal(new(15_00, "EUR"), Order().Refunded);

        Refund("f4", long.MaxValue);
        Assert.Equal(new(long.MaxValue, "EUR"), Order().Refunded);
        Assert.False(Order().Whole);
    }

    [Fact]
    public void Returns_add_up_apart_from_refunds()
    {
        Return("t1", new(3_00, "EUR"));
        Return("t2", new(4_00, "EUR"));
        Refund("f1", 5_00);

        Assert.Equal((new Money(7_00, "EUR"), new Money(5_00, "EUR")), (Order().Returned, Order().Refunded));
        Assert.Equal(["return:t1", "return:t2", "refund:f1"], Order().Settled);
    }

    [Fact]
    public void What_comes_back_in_two_currencies_or_unpriced_is_the_whole_order()
    {
        Return("t1", new(3_00, "EUR"));
        Assert.False(Order().Whole);
        Return("t2", new(4_00, "USD"));
        Assert.True(Order().Whole);
        Assert.Equal(new(3_00, "EUR"), Order().Returned);

        Return("t1", null, "o2");
        Assert.True(Order("o2").Whole);
        Assert.Null(Order("o2").Returned);

        Refund("f1", 1_00, "o3");
        Assert.False(Order("o3").Whole);
        Tell("refund.issued", new EventData.RefundIssued("o3", "f2", new(1_00, "USD")), 0);
        Assert.True(Order("o3").Whole);
        Assert.Equal(new(1_00, "EUR"), Order("o3").Refunded);
    }

    [Fact]
    public void Refunds_are_remembered_by_name_and_one_too_many_makes_the_order_count_as_given_back()
    {
        for (var i = 0; i < Orders.Order.SettledMax; i++)
        {
            Refund($"f{i}", 1);
        }

        Refund("f0", 1);
        Assert.Equal(Orders.Order.SettledMax, Order().Refunded!.Amount);
        Assert.Equal(("refund:f0", false), (Order().Settled[0], Order().Whole));

        Refund("more", 1);
        Assert.Equal(Orders.Order.SettledMax, Order().Settled.Length);
        Assert.Equal(("refund:f0", true), (Order().Settled[0], Order().Whole));
    }

    [Fact]
    public void An_order_is_not_forgotten_while_it_has_points_to_come_or_a_journey_goes_on()
    {
        var spec = new Spec(Published.Catalogue(
            """
            kind: programme
            id: club
            name: Club
            earn: [{ points: 1, per: 100, currency: USD }]
            pendingFor: P30D
            clawback: [refund.issued]
            """,
            """
            kind: journey
            id: late
            name: Late
            trigger: shipment.delayed
            entry: { oncePer: order }
            steps: [{ id: rest, wait: { for: P300D } }]
            """));
        spec.Hears("order.placed", new EventData.OrderPlaced("points", new(1_00, "USD"), []), Start)
            .Hears("shipment.delayed", new EventData.ShipmentDelayed("run"), Start);
        for (var i = 0; i < OrderBook.OrdersMax; i++)
        {
            spec.Hears("order.placed", new EventData.OrderPlaced($"o{i}", new(1_00, "EUR"), []), Start.AddDays(-i));
        }

        Assert.Equal(
            ["points", "run", "o2", "o3"], spec.Customer.Orders.Orders.Take(4).Select(order => order.Id));
        Assert.Equal(Start, spec.Customer.Orders.ForgottenUntil);
        Assert.Equal(2, spec.Customer.Orders.Forgotten.Length);
    }

    [Theory]
    [InlineData(ShipmentStage.Created, "created")]
    [InlineData(ShipmentStage.InTransit, "in-transit")]
    [InlineData(ShipmentStage.Delayed, "delayed")]
    [InlineData(ShipmentStage.OutForDelivery, "out-for-delivery")]
    [InlineData(ShipmentStage.Lost, "lost")]
    [InlineData(ShipmentStage.Delivered, "delivered")]
    public void A_parcels_stage_has_the_name_of_the_event_that_says_so(ShipmentStage stage, string name)
    {
        Assert.Equal((name, $"shipment.{name}"), (ShipmentStages.Name(stage), ShipmentStages.EventType(stage)));

        Tell($"shipment.{name}", Parcel(stage), 0);
        Assert.Equal(stage, Order().Stage);
        Assert.Equal(stage == ShipmentStage.Delivered ? null : [$"shipment.{name}"], Order().Heard?.ToArray());
    }

    [Fact]
    public void What_an_order_knows_by_an_instant_is_not_noted_a_second_time()
    {
        Tell("order.placed", new EventData.OrderPlaced("o1", new(1_00, "EUR"), []), 0);
        Tell("order.paid", new EventData.OrderPaid("o1"), 0);
        Tell("order.cancelled", new EventData.OrderCancelled("o1"), 0);
        Tell("shipment.delivered", new EventData.ShipmentDelivered("o1"), 0);
        Tell("review.submitted", new EventData.ReviewSubmitted("r1", 5, "o1"), 0);
        Tell("return.requested", new EventData.ReturnRequested("o1", "t1"), 0);
        Return("t1", new(1, "EUR"));
        Refund("f1", 1);

        Assert.DoesNotContain(_spec.Facts, fact => fact is OrderFact.OrderMentioned);
        Assert.Null(Order().Heard);
    }

    [Fact]
    public void An_order_that_is_placed_again_with_a_later_promise_has_that_promise()
    {
        Place(promised: 3, day: 0);
        Assert.Equal((Start.AddDays(3), Start), (Order().PromisedAt, Order().PromiseSaidAt));

        Place(promised: 4, day: 1);
        Assert.Equal((Start.AddDays(4), Start.AddDays(1)), (Order().PromisedAt, Order().PromiseSaidAt));
        Assert.Equal(Start, Order().PlacedAt);
    }

    [Theory]
    [InlineData(OrderBook.ForgottenMax, 0, true)]
    [InlineData(OrderBook.ForgottenMax, 1, false)]
    [InlineData(OrderBook.ForgottenMax - 1, 0, false)]
    [InlineData(0, 0, false)]
    public void Once_more_orders_were_forgotten_than_are_noted_age_decides(int noted, int later, bool forgotten)
    {
        var book = Forgetting(noted);

        Assert.Equal(forgotten, book.IsForgotten(new("x") { PlacedAt = Start.AddTicks(later) }));
        Assert.False(book.IsForgotten(new("x")));
    }

    [Theory]
    [InlineData(OrderBook.ForgottenMax - 1, 0)]
    [InlineData(OrderBook.ForgottenMax, 1)]
    public void The_oldest_note_of_a_forgotten_order_is_let_go_when_there_are_too_many(int noted, long first)
    {
        var full = Forgetting(noted) with
        {
            Orders = [.. Enumerable.Range(0, OrderBook.OrdersMax).Select(i => new Order($"{i}"))],
        };
        var book = OrderBook.Evolve(full, new OrderFact.OrderPaid("new", Start), Customer.Unknown("ana"));

        Assert.Equal((OrderBook.ForgottenMax, first), (book.Forgotten.Length, book.Forgotten[0]));
        Assert.True(book.IsForgotten(new("0")));
        Assert.Equal(Start, book.ForgottenUntil);
    }

    static OrderBook Forgetting(int noted) => new()
    {
        Forgotten = [.. Enumerable.Range(0, noted).Select(i => (long)i)],
        ForgottenUntil = Start,
    };

    static EventData Parcel(ShipmentStage stage) => stage switch
    {
        ShipmentStage.Created => new EventData.ShipmentCreated("o1"),
        ShipmentStage.InTransit => new EventData.ShipmentInTransit("o1"),
        ShipmentStage.Delayed => new EventData.ShipmentDelayed("o1"),
        ShipmentStage.OutForDelivery => new EventData.ShipmentOutForDelivery("o1"),
        ShipmentStage.Lost => new EventData.ShipmentLost("o1"),
        _ => new EventData.ShipmentDelivered("o1"),
    };

    void Place(int promised, int day) => Tell(
        "order.placed", new EventData.OrderPlaced("o1", new(1_00, "EUR"), [], Start.AddDays(promised)), day);

    void Refund(string id, long amount, string order = "o1") =>
        Tell("refund.issued", new EventData.RefundIssued(order, id, new(amount, "EUR")), 0);

    void Return(string id, Money? amount, string order = "o1") =>
        Tell("return.received", new EventData.ReturnReceived(order, id, amount), 0);

    void Tell(string type, EventData data, int day) => _spec.Hears(type, data, Start.AddDays(day), Start.AddDays(9));

    Order Order(string id = "o1") => _spec.Customer.Orders.Orders.Single(order => order.Id == id);
}
