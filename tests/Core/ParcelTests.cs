using Engagement.Events;
using Engagement.Journeys;
using Engagement.Orders;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>An order of two parcels, under the starter definitions.</summary>
public sealed class ParcelTests
{
    readonly Spec _spec = new Spec(Starter.Catalogue)
        .Hears("customer.identified", new EventData.CustomerIdentified(new("Ana", "ana@example.com")), Start)
        .Hears("order.placed", Placed, Start);

    static EventData.OrderPlaced Placed => new("o1", new(100_00, "EUR"), [], Start.AddDays(4));

    Order Order => Assert.Single(_spec.Customer.Orders.Orders);

    [Fact]
    public void An_order_is_delivered_when_all_its_parcels_are()
    {
        Ships("a", 1).Ships("b", 1).Arrives("a", 2);
        Assert.Equal((ShipmentStage.Created, null), (Order.Stage, Order.DeliveredAt));

        Arrives("b", 3);
        Assert.Equal((ShipmentStage.Delivered, Start.AddDays(3)), (Order.Stage, Order.DeliveredAt));
    }

    [Fact]
    public void A_parcel_that_is_lost_is_told_though_another_one_arrived()
    {
        Ships("a", 1).Ships("b", 1).Arrives("a", 2);
        _spec.Hears("shipment.delayed", new EventData.ShipmentDelayed("o1", "b"), Start.AddDays(3));
        Assert.Equal(ShipmentStage.Delayed, Order.Stage);

        _spec.Until(Start.AddDays(9))
            .Hears("shipment.lost", new EventData.ShipmentLost("o1", "b"), Start.AddDays(9))
            .Until(Start.AddDays(60));

        Assert.Equal(ShipmentStage.Lost, Order.Stage);
        Assert.Equal(["Order is late", "Parcel lost"], _spec.Raised.Select(raised => raised.Title));
        Assert.Equal(
            ["thank-you", "shipped", "delayed", "late-apology"], _spec.Sent.Select(sent => sent.Template));
    }

    [Fact]
    public void A_second_word_that_a_parcel_arrived_moves_nothing()
    {
        Ships("a", 1).Arrives("a", 2);
        var matures = Assert.Single(_spec.Customer.Points.Lots).MaturesAt;

        Arrives("a", 6);

        Assert.Equal(Start.AddDays(2), Order.DeliveredAt);
        Assert.Equal(matures, Assert.Single(_spec.Customer.Points.Lots).MaturesAt);
        Assert.All(_spec.Last.Facts, fact => Assert.IsType<JourneyFact.JourneyDeclined>(fact));
    }

    [Fact]
    public void What_names_no_parcel_goes_for_all_of_them()
    {
        Ships("a", 1).Ships("b", 1).Arrives(null, 2);

        Assert.Equal((ShipmentStage.Delivered, Start.AddDays(2)), (Order.Stage, Order.DeliveredAt));
    }

    [Fact]
    public void The_review_is_asked_for_a_week_after_the_last_parcel()
    {
        Ships("a", 1).Arrives("a", 2).Ships("b", 3);
        _spec.Until(Start.AddDays(11));
        Assert.DoesNotContain(_spec.Sent, sent => sent.Template == "review-request");

        Arrives("b", 12);
        _spec.Until(Start.AddDays(19).AddHours(1));

        Assert.Single(_spec.Sent, sent => sent.Template == "review-request");
    }

    [Fact]
    public void Parcels_are_forgotten_beyond_their_bound_and_the_order_is_delivered_all_the_same()
    {
        for (var i = 0; i <= Order.ParcelsMax; i++)
        {
            Ships($"p{i:D3}", 1).Arrives($"p{i:D3}", 2);
        }

        Assert.Equal(Order.ParcelsMax, Order.Parcels!.Value.Length);
        Assert.Equal(ShipmentStage.Delivered, Order.Stage);
    }

    [Theory]
    [InlineData("refund.issued", 1)]
    [InlineData("refund.issued", 6)]
    [InlineData("return.received", 6)]
    [InlineData("order.cancelled", 6)]
    public void Nobody_is_asked_for_a_review_of_what_was_given_back(string type, int day)
    {
        EventData data = type switch
        {
            "refund.issued" => new EventData.RefundIssued("o1", "f1", new(100_00, "EUR")),
            "return.received" => new EventData.ReturnReceived("o1", "t1"),
            _ => new EventData.OrderCancelled("o1"),
        };
        if (day == 1)
        {
            _spec.Hears(type, data, Start.AddDays(1));
        }

        Arrives("a", 2);
        if (day > 1)
        {
            _spec.Hears(type, data, Start.AddDays(day));
        }

        _spec.Until(Start.AddDays(60));

        Assert.DoesNotContain(_spec.Sent, sent => sent.Template is "review-request" or "late-apology");
    }

    [Fact]
    public void An_order_that_was_refunded_in_full_is_not_apologised_for()
    {
        Ships("a", 1);
        _spec.Hears("refund.issued", new EventData.RefundIssued("o1", "f1", new(100_00, "EUR")), Start.AddDays(2))
            .Until(Start.AddDays(60));

        Assert.DoesNotContain(_spec.Sent, sent => sent.Template == "late-apology");
        Assert.Empty(_spec.Raised);
    }

    ParcelTests Ships(string id, int day)
    {
        _spec.Hears("shipment.created", new EventData.ShipmentCreated("o1", id), Start.AddDays(day));
        return this;
    }

    ParcelTests Arrives(string? id, int day)
    {
        _spec.Hears("shipment.delivered", new EventData.ShipmentDelivered("o1", id), Start.AddDays(day));
        return this;
    }
}
