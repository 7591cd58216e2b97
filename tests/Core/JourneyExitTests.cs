using System.Text.Json.Nodes;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Journeys;
using Engagement.Orders;
using Engagement.Tests.Definitions;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>
/// Exits, over every event type there is: what docs/definitions.md promises of them holds for each, and for one that
/// is added, too.
/// </summary>
public sealed class JourneyExitTests
{
    const string Order = "1001";

    const int HeardMax = Engagement.Orders.Order.HeardMax;

    public static TheoryData<string> OnAnOrder => [.. EventTypes.All.Select(type => type.Name).Where(CanNameAnOrder)];

    public static TheoryData<string> OnNoOrder =>
        [.. EventTypes.All.Select(type => type.Name).Where(type => !CanNameAnOrder(type)), "custom.plain"];

    [Theory]
    [MemberData(nameof(OnAnOrder))]
    public void An_exit_that_came_before_any_trigger_keeps_the_customer_out(string exit)
    {
        foreach (var trigger in EventTypes.All.Select(type => type.Name).Where(CanNameAnOrder).Where(t => t != exit))
        {
            var spec = Told(trigger, exit, beforehand: Order);

            Assert.Equal(
                $"{exit} had come before.", Assert.Single(spec.Facts.OfType<JourneyFact.JourneyDeclined>()).Reason);
            Assert.Empty(spec.Facts.OfType<JourneyFact.JourneyEntered>());
        }
    }

    [Theory]
    [MemberData(nameof(OnAnOrder))]
    public void A_trigger_lets_the_customer_in_also_where_it_is_an_exit(string type) =>
        Assert.Single(Told(type, type).Customer.Journeys.Runs);

    [Theory]
    [MemberData(nameof(OnAnOrder))]
    public void An_exit_on_another_order_keeps_nobody_out_and_ends_nothing(string exit)
    {
        var spec = Told("custom.begin", exit, beforehand: "1002");
        Assert.Single(spec.Customer.Journeys.Runs);

        Hear(spec, exit, "1003", Start.AddHours(2));

        Assert.Single(spec.Customer.Journeys.Runs);
    }

    [Theory]
    [MemberData(nameof(OnAnOrder))]
    public void An_exit_that_comes_later_ends_the_run_in_that_very_turn(string exit)
    {
        var spec = Told("custom.begin", exit);
        Assert.Single(spec.Customer.Journeys.Runs);

        Hear(spec, exit, Order, Start.AddHours(2));

        Assert.Empty(spec.Customer.Journeys.Runs);
        Assert.Contains(new JourneyFact.JourneyLeft($"j:{Order}", $"{exit} came."), spec.Last.Facts);
    }

    [Theory]
    [MemberData(nameof(OnNoOrder))]
    public void An_exit_that_names_no_order_is_no_matter_to_a_run_about_one(string exit)
    {
        var spec = Told("custom.begin", exit, beforehand: null);
        Assert.Single(spec.Customer.Journeys.Runs);

        Hear(spec, exit, null, Start.AddHours(2));

        Assert.Single(spec.Customer.Journeys.Runs);
    }

    [Theory]
    [MemberData(nameof(OnAnOrder))]
    [MemberData(nameof(OnNoOrder))]
    public void A_run_about_no_order_is_ended_by_an_exit_after_its_trigger_and_by_none_before(string exit)
    {
        var spec = new Spec(Catalogue("custom.begin", exit, "customer"));
        Hear(spec, exit, Order, Start);
        Hear(spec, "custom.begin", null, Start.AddHours(1));
        Assert.Single(spec.Customer.Journeys.Runs);

        Hear(spec, exit, Order, Start.AddHours(2));

        Assert.Empty(spec.Customer.Journeys.Runs);
    }

    [Fact]
    public void Our_own_event_types_are_remembered_whatever_number_of_others_an_order_hears()
    {
        var spec = new Spec(Catalogue("custom.begin", "survey.sent"));
        Hear(spec, "survey.sent", Order, Start);
        for (var i = 0; i < 3 * HeardMax; i++)
        {
            Hear(spec, $"custom.number-{i}", Order, Start.AddMinutes(i));
        }

        var heard = Assert.Single(spec.Customer.Orders.Orders).Heard!.Value;
        Assert.Equal(HeardMax, heard.Length);
        Assert.Equal("custom.number-95", heard[^1]);
        Hear(spec, "custom.begin", Order, Start.AddDays(1));
        Assert.Empty(spec.Customer.Journeys.Runs);
    }

    [Fact]
    public void What_is_remembered_of_an_order_is_concluded_once()
    {
        var spec = new Spec(Catalogue("custom.begin", "survey.sent"));
        Hear(spec, "survey.sent", Order, Start);
        Assert.Equal(new OrderFact.OrderMentioned(Order, "survey.sent"), Assert.Single(spec.Last.Facts));

        Hear(spec, "survey.sent", Order, Start.AddHours(1));

        Assert.Empty(spec.Last.Facts);
    }

    static bool CanNameAnOrder(string type) => Data(type, Order).Read.Order is not null;

    /// <summary>
    /// The exit's event first, if it is to come beforehand, then the trigger, which says that it happened before that.
    /// </summary>
    static Spec Told(string trigger, string exit, string? beforehand)
    {
        var spec = new Spec(Catalogue(trigger, exit));
        Hear(spec, exit, beforehand, Start);
        return Hear(spec, trigger, Order, Start.AddHours(-1), Start.AddHours(1));
    }

    static Spec Told(string trigger, string exit) =>
        Hear(new(Catalogue(trigger, exit)), trigger, Order, Start.AddHours(1));

    static Catalogue Catalogue(string trigger, string exit, string oncePer = "order") => Published.Catalogue(
        $$"""
        kind: journey
        id: j
        name: J
        trigger: {{trigger}}
        entry: { oncePer: {{oncePer}} }
        exit: [{{exit}}]
        steps: [{ id: rest, wait: { for: P1D } }]
        """);

    static Spec Hear(Spec spec, string type, string? order, DateTimeOffset at, DateTimeOffset? heardAt = null)
    {
        var (data, json) = Data(type, order);
        return spec.Hears(type, data, at, heardAt, json);
    }

    /// <summary>The example of a type, about that order if it can be about one.</summary>
    static (EventData Read, string Json) Data(string type, string? order)
    {
        var known = EventTypes.Find(type)!;
        var data = JsonNode.Parse(known.Example)!.AsObject();
        if (data.ContainsKey("orderId") || known.IsCustom)
        {
            data["orderId"] = order;
        }

        var json = data.ToJsonString();
        return (EventData.Read(type, System.Text.Encoding.UTF8.GetBytes(json)), json);
    }
}
