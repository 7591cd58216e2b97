using System.Globalization;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Orders;
using Engagement.Profile;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>How runs of journeys go, whatever the journey is about.</summary>
public sealed class RunTests
{
    const string Head = "kind: journey\nid: j\nname: J\n";

    const string Tell = "alert: { severity: low, title: t, reason: \"{event.n}\" }";

    [Fact]
    public void A_run_keeps_the_version_it_began_with_and_the_next_one_gets_the_newest()
    {
        var first = Journey("custom.a", "event", $"[{{ id: rest, wait: {{ for: P1D }} }}, {{ id: tell, {Tell} }}]");
        var second = Journey("custom.a", "event", $"[{{ id: other, {Tell} }}]");
        var before = new Spec(Published.Catalogue(first)).Hears("custom.a", new EventData.Custom(), Start, json: "{}");

        var after = Spec.Continue(before, Published.Catalogue(first, second))
            .Hears("custom.a", new EventData.Custom(), Start.AddHours(1), json: "{}")
            .Until(Start.AddDays(2));

        Assert.Equal(["j/other", "j/tell"], after.Raised.Select(raised => raised.Rule));
        Assert.Equal(1, before.Facts.OfType<JourneyFact.JourneyEntered>().Single().Version);
        Assert.Equal(2, after.Facts.OfType<JourneyFact.JourneyEntered>().Single().Version);
    }

    [Fact]
    public void Each_round_of_a_loop_has_a_key_of_its_own()
    {
        var spec = Running(
            "custom.a", "event", $"[{{ id: tell, {Tell} }}, {{ id: rest, wait: {{ for: P1D }}, next: tell }}]")
            .Hears("custom.a", new EventData.Custom(), Start, json: "{}")
            .Until(Start.AddDays(3));

        Assert.Equal(
            ["j:test/e1/tell#0", "j:test/e1/tell#1", "j:test/e1/tell#2", "j:test/e1/tell#3"],
            spec.Effects.Select(effect => effect.Key));
    }

    [Fact]
    public void A_loop_of_a_minute_comes_to_an_end()
    {
        const string Steps = "[{ id: rest, wait: { for: PT1M }, next: rest }]";
        var catalogue = Published.Catalogue(Journey("custom.a", "event", Steps));
        var heard = new Input.EventArrived(Event("custom.a", new EventData.Custom(), Start, "e1", "{}"), Start);
        var decision = Decider.Decide(Customer.Unknown("ana"), heard, catalogue);
        var rounds = 0;
        while (decision.After.NextDue is { } due && rounds <= JourneyRuns.RestsMax)
        {
            decision = Decider.Decide(decision.After, new Input.FollowUpDue(due), catalogue);
            rounds++;
        }

        Assert.Equal(JourneyRuns.RestsMax, rounds);
        Assert.Equal(
            new JourneyFact.JourneyLeft("j:test/e1", "It has waited 10000 times, as often as a run may."),
            Assert.Single(decision.Facts));
    }

    [Fact]
    public void What_one_turn_may_do_is_bounded_and_the_rest_stays_due()
    {
        var steps = string.Join(", ", Enumerable.Range(1, 99).Select(i => $"{{ id: s{i}, {Tell} }}"));
        var spec = Running("custom.a", "event", $"[{{ id: rest, wait: {{ for: P1D }} }}, {steps}]");
        for (var i = 0; i < 3; i++)
        {
            spec.Hears("custom.a", new EventData.Custom(), Start, json: "{}");
        }

        var due = Start.AddDays(1);
        spec.Take(new Input.FollowUpDue(due));
        Assert.Equal(DecisionContext.StepsMax, spec.Last.Facts.Count(fact => fact is AlertFact.AlertRaised));
        Assert.Equal(due, spec.Customer.NextDue);

        spec.Take(new Input.FollowUpDue(due));

        Assert.Equal(3 * 99, spec.Raised.Count());
        Assert.Null(spec.Customer.NextDue);
    }

    [Theory]
    [InlineData("10:00")]
    [InlineData("10,5")]
    [InlineData("03/04/2026")]
    [InlineData("2026-03-09")]
    [InlineData("2026-03-09T12:00:00")]
    public void What_is_no_instant_is_not_waited_for_as_one(string at)
    {
        var spec = Running("custom.a", "event", "[{ id: rest, wait: { until: event.at } }]")
            .Hears("custom.a", new EventData.Custom(), Start, json: $$"""{"at":"{{at}}"}""");

        Assert.Null(Assert.Single(spec.Customer.Journeys.Runs).WakeAt);

        spec = Running("custom.a", "event", "[{ id: rest, wait: { until: event.at } }]")
            .Hears("custom.a", new EventData.Custom(), Start, json: """{"at":"2026-03-09t12:00:00+01:00"}""");

        Assert.Equal(Start.AddDays(7).AddHours(-1), Assert.Single(spec.Customer.Journeys.Runs).WakeAt);
    }

    [Fact]
    public void A_wait_for_what_is_never_known_ends_at_its_timeout_and_goes_where_it_says()
    {
        var spec = Running("custom.a", "event", Timely("event.at"))
            .Hears("custom.a", new EventData.Custom(), Start, json: "{}");
        Assert.Equal(Start.AddDays(3), Assert.Single(spec.Customer.Journeys.Runs).WakeAt);
        Assert.Empty(spec.Until(Start.AddDays(3).AddSeconds(-1)).Raised);

        Assert.Equal("j/late", Assert.Single(spec.Until(Start.AddDays(3)).Raised).Rule);
    }

    [Fact]
    public void What_is_heard_about_the_order_meanwhile_moves_no_timeout()
    {
        var spec = Running("order.paid", "order", Timely("order.promisedAt"))
            .Hears("order.paid", new EventData.OrderPaid("o1"), Start)
            .Hears("shipment.created", new EventData.ShipmentCreated("o1"), Start.AddDays(2));
        Assert.Equal(Start.AddDays(3), Assert.Single(spec.Customer.Journeys.Runs).WakeAt);

        var promised = new EventData.ShipmentDelayed("o1", PromisedAt: Start.AddDays(9));
        spec.Hears("shipment.delayed", promised, Start.AddDays(2)).Until(Start.AddDays(9).AddSeconds(-1));
        Assert.Empty(spec.Raised);
        Assert.Equal("j/known", Assert.Single(spec.Until(Start.AddDays(9)).Raised).Rule);
    }

    static string Timely(string until) =>
        $"[{{ id: rest, wait: {{ until: {until}, timeout: P3D, onTimeout: late }} }}, "
        + "{ id: known, alert: { severity: low, title: t, reason: r }, next: end }, "
        + "{ id: late, alert: { severity: low, title: t, reason: r } }]";

    [Fact]
    public void Months_are_counted_from_the_day_on_which_they_began()
    {
        var spec = Running(
            "custom.a", "event", $"[{{ id: tell, {Tell} }}, {{ id: rest, wait: {{ for: P1M }}, next: tell }}]");
        var start = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        spec.Hears("custom.a", new EventData.Custom(), start, json: "{}").Until(start.AddDays(150));

        Assert.Equal(
            ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"],
            spec.Raised.Select(raised => raised.At.ToString("MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_wait_for_an_event_goes_on_with_the_event_that_fits()
    {
        var spec = Answering().Hears("custom.b", new EventData.Custom(), Start.AddDays(1), json: """{"n":1}""");
        Assert.Empty(spec.Raised);

        spec.Hears("custom.b", new EventData.Custom(), Start.AddDays(2), json: """{"n":7}""");

        Assert.Equal("j/came", Assert.Single(spec.Raised).Rule);
    }

    [Fact]
    public void A_wait_for_an_event_goes_where_it_says_when_time_is_up() =>
        Assert.Equal("j/late", Assert.Single(Answering().Until(Start.AddDays(3)).Raised).Rule);

    [Fact]
    public void A_custom_event_is_about_the_order_it_names()
    {
        var spec = Running(
            "order.placed",
            "order",
            """
            [{ id: rest, waitForEvent: { events: custom.packed, timeout: P9D, onTimeout: end } },
             { id: tell, alert: { severity: low, title: t, reason: Packed } }]
            """)
            .Hears("order.placed", new EventData.OrderPlaced("o1", new(1, "EUR"), []), Start)
            .Hears("order.placed", new EventData.OrderPlaced("o2", new(1, "EUR"), []), Start);

        spec.Take(new Input.EventArrived(
            CustomerEvent.Read(new("test", "c"), "custom.packed", Start, """{"orderId":"o2"}"""u8.ToArray()), Start));

        Assert.Equal("j:o2/tell", Assert.Single(spec.Effects).Key);
        Assert.Equal("o1", Assert.Single(spec.Customer.Journeys.Runs).OrderId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"orderId\":7.5}")]
    [InlineData("{\"orderId\":\"\"}")]
    [InlineData("{\"orderId\":\"a\\u0000b\"}")]
    [InlineData("{\"order\":{\"orderId\":\"o1\"}}")]
    public void A_custom_event_that_names_no_order_is_about_none(string json) =>
        Assert.Null(EventData.Read("custom.packed", System.Text.Encoding.UTF8.GetBytes(json)).Order);

    [Fact]
    public void Once_per_customer_is_once_even_after_it_is_over()
    {
        var spec = Running("custom.a", "customer", $"[{{ id: tell, {Tell} }}]")
            .Hears("custom.a", new EventData.Custom(), Start, json: "{}")
            .Hears("custom.a", new EventData.Custom(), Start.AddDays(1), json: "{}");

        Assert.Single(spec.Raised);
        Assert.Equal(
            "It has been through this journey before.",
            Assert.IsType<JourneyFact.JourneyDeclined>(Assert.Single(spec.Last.Facts)).Reason);
    }

    [Fact]
    public void Who_may_enter_again_enters_when_the_last_run_is_over_and_not_before()
    {
        var steps = $"[{{ id: tell, {Tell} }}, {{ id: rest, wait: {{ for: P1D }} }}]";
        var spec = Running("custom.a", "customer, again: true", steps)
            .Hears("custom.a", new EventData.Custom(), Start, json: "{}")
            .Hears("custom.a", new EventData.Custom(), Start.AddHours(1), json: "{}");
        Assert.Single(spec.Raised);

        spec.Until(Start.AddDays(1)).Hears("custom.a", new EventData.Custom(), Start.AddDays(2), json: "{}");

        Assert.Equal(["j:once@test/e1/tell", "j:once@test/e3/tell"], spec.Effects.Select(effect => effect.Key));
    }

    [Fact]
    public void Whoever_is_woken_late_waits_for_the_window_again()
    {
        var spec = Running("custom.a", "event", $$"""
            [{ id: rest, wait: { for: P1D, window: { from: "10:00", to: "12:00", zone: UTC } } },
             { id: tell, {{Tell}} }]
            """).Hears("custom.a", new EventData.Custom(), Start.AddHours(-1), json: "{}");

        // It was due at 11:00, and the system is up again at 20:00.
        spec.Take(new Input.FollowUpDue(Start.AddDays(1).AddHours(8)));
        Assert.Empty(spec.Raised);
        Assert.Equal(Start.Date.AddDays(2).AddHours(10), spec.Customer.NextDue!.Value.UtcDateTime);

        Assert.Single(spec.Until(Start.AddDays(2)).Raised);
    }

    [Fact]
    public void A_run_that_goes_on_is_not_begun_again_by_the_same_order()
    {
        var spec = Running("order.placed, order.paid", "order", "[{ id: rest, wait: { for: P1D } }]")
            .Hears("order.placed", new EventData.OrderPlaced("o1", new(1, "EUR"), []), Start)
            .Hears("order.paid", new EventData.OrderPaid("o1"), Start)
            .Hears("order.paid", new EventData.OrderPaid("o2"), Start);

        Assert.Equal(["j:o1", "j:o2"], spec.Customer.Journeys.Runs.Select(run => run.Entry));
    }

    [Fact]
    public void A_trigger_that_names_no_order_is_declined_where_orders_count()
    {
        var spec = Running("support.requested", "order", $"[{{ id: rest, wait: {{ for: P1D }} }}]")
            .Hears("support.requested", new EventData.SupportRequested("c1"), Start);

        Assert.Equal(
            "The event names no order.",
            Assert.IsType<JourneyFact.JourneyDeclined>(Assert.Single(spec.Last.Facts)).Reason);
    }

    [Fact]
    public void A_wake_when_nothing_is_due_changes_nothing()
    {
        var spec = Running("custom.a", "event", "[{ id: rest, wait: { for: P1D } }]")
            .Hears("custom.a", new EventData.Custom(), Start, json: "{}")
            .Take(new Input.FollowUpDue(Start.AddDays(1).AddTicks(-1)));

        Assert.Empty(spec.Last.Facts);
        Assert.Empty(spec.Last.Effects);
    }

    [Fact]
    public void What_is_remembered_of_a_customer_is_bounded()
    {
        var spec = new Spec(Starter.Catalogue);
        for (var i = 0; i < 160; i++)
        {
            var (order, at) = ($"o{i}", Start.AddDays(i));
            spec.Hears("order.placed", new EventData.OrderPlaced(order, new(10_00, "EUR"), [], at.AddDays(3)), at)
                .Hears("shipment.created", new EventData.ShipmentCreated(order), at.AddHours(1))
                .Hears("shipment.delivered", new EventData.ShipmentDelivered(order), at.AddHours(2))
                .Hears("custom.x", new EventData.Custom(), at.AddHours(3), json: "{}")
                .Hears("customer.consent-changed", new EventData.ConsentChanged("email", $"p{i}", true), at)
                .Until(at.AddHours(12));
        }

        spec.Until(Start.AddYears(3));

        var customer = spec.Customer;
        Assert.Equal(1_600, customer.Points.Available);
        Assert.Equal(OrderBook.OrdersMax, customer.Orders.Orders.Length);
        Assert.InRange(
            customer.Points.Lots.Length, PointsAccount.LotsMax, PointsAccount.LotsMax + PointsAccount.PendingLotsMax);
        Assert.Equal(JourneyRuns.FinishedMax, customer.Journeys.Finished.Length);
        Assert.Equal(CustomerProfile.ConsentsMax, customer.Profile.Consents.Length);
        Assert.Empty(customer.Journeys.Runs);
    }

    [Fact]
    public void Journeys_under_way_are_bounded()
    {
        var spec = Running("custom.a", "event", "[{ id: rest, wait: { for: P1D } }]");
        for (var i = 0; i <= JourneyRuns.RunsMax; i++)
        {
            spec.Hears("custom.a", new EventData.Custom(), Start, json: "{}");
        }

        Assert.Equal(JourneyRuns.RunsMax, spec.Customer.Journeys.Runs.Length);
        Assert.Equal(
            "128 journeys are under way already.",
            Assert.IsType<JourneyFact.JourneyDeclined>(Assert.Single(spec.Last.Facts)).Reason);
    }

    static Spec Answering() => Running(
        "custom.a",
        "event",
        $$"""
        [{ id: answer,
           waitForEvent: { events: custom.b, when: { field: event.n, gt: 5 }, timeout: P3D, onTimeout: late } },
         { id: came, {{Tell}}, next: end }, { id: late, {{Tell}} }]
        """).Hears("custom.a", new EventData.Custom(), Start, json: "{}");

    static Spec Running(string trigger, string entry, string steps) =>
        new(Published.Catalogue(Journey(trigger, entry, steps)));

    static string Journey(string trigger, string entry, string steps) =>
        $"{Head}trigger: [{trigger}]\nentry: {{ oncePer: {entry} }}\nsteps: {steps.ReplaceLineEndings(" ")}\n";
}
