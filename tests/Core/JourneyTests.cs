using Engagement.Alerts;
using Engagement.Events;
using Engagement.Journeys;
using Engagement.Messages;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>What a workspace with the starter definitions does.</summary>
public sealed class JourneyTests
{
    // Sixty days of Berlin's calendar, over the change to summer time.
    static readonly DateTimeOffset s_givenUp = Start.AddDays(60).AddHours(-1);

    readonly Spec _spec = new(Starter.Catalogue);

    [Fact]
    public void An_order_is_thanked_for_once()
    {
        _spec.Hears("order.placed", Placed(), Start)
            .Hears("order.placed", Placed(), Start.AddMinutes(1));

        var sent = Assert.Single(_spec.Sent);
        Assert.Equal("thank-you:o1/thanks", sent.Key);
        Assert.Equal(("email", "ana@example.com", "transactional"), (sent.Channel, sent.To, sent.Purpose));
        Assert.Equal("o1", sent.Model.GetProperty("order").GetProperty("id").GetString());
        Assert.Equal("order.placed", sent.Model.GetProperty("event").GetProperty("type").GetString());
        Assert.Equal(12, sent.Model.GetProperty("points").GetProperty("pending").GetInt64());
    }

    [Fact]
    public void A_message_without_an_address_is_withheld_with_the_reason()
    {
        _spec.Hears("order.placed", Placed() with { Contact = new("Ana") }, Start);

        Assert.Empty(_spec.Sent);
        var withheld = Assert.Single(_spec.Facts.OfType<MessageFact.MessageWithheld>());
        Assert.Equal("No e-mail address is known.", withheld.Reason);
    }

    [Fact]
    public void Each_stage_of_a_parcel_is_told_once()
    {
        _spec.Hears("order.placed", Placed(), Start)
            .Hears("shipment.created", new EventData.ShipmentCreated("o1"), Start.AddHours(1))
            .Hears("shipment.created", new EventData.ShipmentCreated("o1"), Start.AddHours(2))
            .Hears("shipment.in-transit", new EventData.ShipmentInTransit("o1"), Start.AddHours(3))
            .Hears("shipment.delayed", new EventData.ShipmentDelayed("o1"), Start.AddHours(4))
            .Hears("shipment.out-for-delivery", new EventData.ShipmentOutForDelivery("o1"), Start.AddHours(5))
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddHours(6));

        Assert.Equal(
            ["thank-you", "shipped", "delayed", "out-for-delivery", "delivered"],
            _spec.Sent.Select(sent => sent.Template));
    }

    [Fact]
    public void A_parcel_that_arrived_before_we_heard_of_it_is_told_as_arrived_only()
    {
        _spec.Hears("order.placed", Placed(), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddDays(2))
            .Hears("shipment.created", new EventData.ShipmentCreated("o1"), Start.AddDays(1), Start.AddDays(2));

        Assert.Equal(["thank-you", "delivered"], _spec.Sent.Select(sent => sent.Template));
    }

    [Fact]
    public void A_history_that_is_loaded_afterwards_sends_nothing()
    {
        var now = Start.AddYears(1);
        _spec.Hears("order.placed", Placed() with { PromisedAt = Start.AddDays(5) }, Start, now)
            .Hears("shipment.created", new EventData.ShipmentCreated("o1"), Start.AddDays(1), now)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddDays(9), now)
            .Until(now.AddDays(60));

        Assert.Empty(_spec.Effects);
        Assert.Equal(12, _spec.Customer.Points.Available);
        Assert.All(
            _spec.Facts.OfType<JourneyFact.JourneyDeclined>(),
            declined => Assert.Equal("The event came too late to begin anything.", declined.Reason));
    }

    [Fact]
    public void A_review_is_asked_for_a_week_after_delivery_within_the_local_window()
    {
        // 03:00 in Berlin is outside the window, which opens at 10:00.
        var night = new DateTimeOffset(2026, 3, 3, 2, 0, 0, TimeSpan.Zero);
        _spec.Hears("order.placed", Placed(), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), night)
            .Until(night.AddDays(7).AddHours(6));
        Assert.DoesNotContain(_spec.Sent, sent => sent.Template == "review-request");

        _spec.Until(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));

        Assert.Equal("review-request:o1/ask", _spec.Sent.Last().Key);
    }

    [Theory]
    [InlineData("review.submitted")]
    [InlineData("return.requested")]
    [InlineData("order.cancelled")]
    public void A_review_is_not_asked_for_after(string type)
    {
        EventData data = type switch
        {
            "review.submitted" => new EventData.ReviewSubmitted("r1", 5, "o1"),
            "return.requested" => new EventData.ReturnRequested("o1", "t1"),
            _ => new EventData.OrderCancelled("o1"),
        };
        _spec.Hears("order.placed", Placed(), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddDays(1))
            .Hears(type, data, Start.AddDays(2));

        Assert.Contains(new JourneyFact.JourneyLeft("review-request:o1", $"{type} came."), _spec.Last.Facts);
        Assert.DoesNotContain(_spec.Until(Start.AddDays(60)).Sent, sent => sent.Template == "review-request");
    }

    [Fact]
    public void A_review_of_another_order_ends_nothing()
    {
        _spec.Hears("order.placed", Placed(), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddDays(1))
            .Hears("review.submitted", new EventData.ReviewSubmitted("r1", 5, "o2"), Start.AddDays(2))
            .Until(Start.AddDays(60));

        Assert.Contains(_spec.Sent, sent => sent.Key == "review-request:o1/ask");
    }

    [Fact]
    public void A_review_that_was_written_before_the_delivery_was_heard_of_keeps_the_request_back()
    {
        _spec.Hears("review.submitted", new EventData.ReviewSubmitted("r1", 5, "o1"), Start)
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddDays(-1), Start.AddHours(1));

        Assert.Contains(
            _spec.Last.Facts.OfType<JourneyFact.JourneyDeclined>(),
            declined => declined.Reason == "review.submitted had come before.");
    }

    [Theory]
    [InlineData(1, Severity.Critical)]
    [InlineData(2, Severity.High)]
    public void A_low_rating_alerts_an_agent_with_the_customers_own_words(int rating, Severity severity)
    {
        _spec.Hears("customer.identified", new EventData.CustomerIdentified(new("Ana")), Start)
            .Hears(
                "review.submitted",
                new EventData.ReviewSubmitted("r1", rating, "o1", Title: "Broken", Text: "{{ it }} <b>leaks</b>"),
                Start.AddHours(1));

        var raised = Assert.Single(_spec.Raised);
        Assert.Equal(severity, raised.Severity);
        Assert.Equal($"Rated {rating} of 5.", raised.Reason);
        Assert.Equal("Broken\n{{ it }} <b>leaks</b>", raised.Quote);
        Assert.Equal(("Ana", "o1", rating), (raised.CustomerName, raised.OrderId, raised.Rating));
        Assert.Equal("low-rating/tell", raised.Rule);
        Assert.Matches("^al_[0-9a-f]{20}$", raised.AlertId);
        Assert.Equal(raised.AlertId, Assert.Single(_spec.Customer.Alerts.Alerts).Id);
    }

    [Fact]
    public void A_good_rating_alerts_nobody() =>
        Assert.Empty(_spec.Hears("review.submitted", new EventData.ReviewSubmitted("r1", 3, "o1"), Start).Raised);

    [Fact]
    public void An_order_that_is_late_is_apologised_for_and_put_before_an_agent()
    {
        var promised = Start.AddDays(5);
        _spec.Hears("order.placed", Placed() with { PromisedAt = promised }, Start).Until(promised.AddHours(23));
        Assert.Empty(_spec.Raised);

        _spec.Until(promised.AddDays(1));

        Assert.Equal("late-delivery:o1/apologise", _spec.Sent.Last().Key);
        Assert.Equal(Severity.High, Assert.Single(_spec.Raised).Severity);
        Assert.Equal("Promised for 2026-03-07, and not delivered a day later.", _spec.Raised.Single().Reason);
    }

    [Fact]
    public void A_delivery_that_is_heard_of_before_its_order_raises_no_apology()
    {
        var promised = Start.AddDays(5);
        _spec.Hears("shipment.delivered", new EventData.ShipmentDelivered("o1"), Start.AddDays(3))
            .Hears("order.placed", Placed() with { PromisedAt = promised }, Start, Start.AddDays(4))
            .Until(promised.AddDays(10));

        Assert.Empty(_spec.Raised);
        Assert.DoesNotContain(_spec.Sent, sent => sent.Template == "late-apology");
    }

    [Fact]
    public void A_delivery_that_is_heard_of_late_but_before_the_follow_up_raises_no_apology()
    {
        // The follow-up is overdue, because the process was down, and the delivery comes first when it is up again.
        var promised = Start.AddDays(5);
        _spec.Hears("order.placed", Placed() with { PromisedAt = promised }, Start)
            .Hears(
                "shipment.delivered",
                new EventData.ShipmentDelivered("o1"),
                promised.AddDays(-1),
                heardAt: promised.AddDays(3))
            .Until(promised.AddDays(4));

        Assert.Empty(_spec.Raised);
    }

    [Fact]
    public void A_promise_that_moves_moves_the_apology()
    {
        var promised = Start.AddDays(5);
        _spec.Hears("order.placed", Placed() with { PromisedAt = promised }, Start)
            .Hears(
                "shipment.delayed", new EventData.ShipmentDelayed("o1", PromisedAt: Start.AddDays(9)), Start.AddDays(1))
            .Until(Start.AddDays(10).AddHours(-1));
        Assert.Empty(_spec.Raised);

        Assert.Single(_spec.Until(Start.AddDays(10)).Raised);
    }

    [Fact]
    public void An_order_that_is_never_promised_is_waited_for_no_longer_than_the_journey_says()
    {
        _spec.Hears("order.placed", Placed(), Start).Until(s_givenUp);

        Assert.DoesNotContain(_spec.Customer.Journeys.Runs, run => run.Journey == "late-delivery");
        Assert.Empty(_spec.Raised);
    }

    [Fact]
    public void An_order_without_a_promise_waits_for_one()
    {
        _spec.Hears("order.placed", Placed(), Start);
        Assert.Equal(
            s_givenUp, _spec.Customer.Journeys.Runs.Single(run => run.Journey == "late-delivery").WakeAt);

        var shipped = new EventData.ShipmentCreated("o1", PromisedAt: Start.AddDays(4));
        _spec.Hears("shipment.created", shipped, Start.AddDays(1))
            .Until(Start.AddDays(5));

        Assert.Single(_spec.Raised);
    }

    [Fact]
    public void A_promise_thousands_of_years_ahead_harms_nobody()
    {
        _spec.Hears("order.placed", Placed() with { PromisedAt = DateTimeOffset.MaxValue }, Start);

        Assert.Equal(s_givenUp, _spec.Customer.NextDue);
    }

    [Fact]
    public void A_cancelled_order_is_not_thanked_for()
    {
        _spec.Hears("order.cancelled", new EventData.OrderCancelled("o1"), Start)
            .Hears("order.placed", Placed(), Start.AddHours(-1), Start.AddHours(1));

        Assert.Empty(_spec.Sent);
        Assert.Contains(
            _spec.Facts.OfType<MessageFact.MessageWithheld>(), held => held.Reason == "The order was cancelled.");
    }

    [Fact]
    public void An_event_that_asks_for_help_and_a_lost_parcel_reach_an_agent()
    {
        _spec.Hears("support.requested", new EventData.SupportRequested("c1", "Hello?", "No answer"), Start)
            .Hears("shipment.lost", new EventData.ShipmentLost("o1"), Start);

        Assert.Equal([Severity.Medium, Severity.Critical], _spec.Raised.Select(raised => raised.Severity));
        Assert.Equal("The customer opened case c1.", _spec.Raised.First().Reason);
    }

    static EventData.OrderPlaced Placed() =>
        new("o1", new(12_99, "EUR"), [new("p1", 1, Name: "Kettle")], Contact: new("Ana", "ana@example.com"));
}
