using System.Net;
using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What a condition compares a field with can be, or is refused with what the field is.</summary>
public sealed class ConditionTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    const string Stages = "'order.stage' is one of created, in-transit, delayed, out-for-delivery, lost, delivered";

    [Theory]
    [InlineData("order.placed", "{ field: event.orderId, eq: 1001 }")]
    [InlineData("order.placed", "{ field: order.id, in: [7, 1001] }")]
    [InlineData("order.placed", "{ field: order.productIds, contains: 4711 }")]
    [InlineData("order.placed", "{ field: order.total.amount, gte: \"8900\" }")]
    [InlineData("order.placed", "{ field: order.total.amount, eq: \"8900\" }")]
    [InlineData("order.placed", "{ field: order.refundedInFull, eq: \"false\" }")]
    [InlineData("order.placed", "{ field: order.promisedAt, eq: \"2026-03-06T17:00:00Z\" }")]
    [InlineData("order.placed", "{ field: customer.name, eq: 007 }")]
    [InlineData("order.placed", "{ not: { field: order.id, ne: 1001 } }")]
    public async Task What_can_be_read_as_what_the_field_is_holds(string trigger, string condition)
    {
        using var shop = await product.App.Workspace($"holds-{Guid.NewGuid():N}"[..20]);
        await shop.Json(HttpMethod.Put, "/v1/definitions/journey/test", Journey(trigger, condition),
            HttpStatusCode.Created);

        await shop.Tell(new
        {
            id = "e1",
            type = "order.placed",
            source = "shop",
            occurredAt = "2026-03-02T09:30:00+01:00",
            customer = "ada",
            data = new
            {
                orderId = "1001",
                total = new { amount = 8900, currency = "EUR" },
                items = new[] { new { productId = "4711", quantity = 1 } },
                promisedAt = "2026-03-06T18:00:00+01:00",
                contact = new { name = "007" },
            },
        });

        var customer = (await shop.Json("/v1/customers/ada")).GetProperty("customer");
        Assert.Equal(1, customer.GetProperty("alerts").GetArrayLength());
    }

    [Theory]
    [InlineData("customer.consent-changed", "event.granted, eq: yes", "eq", "'event.granted' is true or false, and")]
    [InlineData("order.placed", "order.stage, eq: shipped", "eq", $"{Stages}, and never 'shipped'.")]
    [InlineData("order.placed", "order.stage, in: [lost, deliverd]", "in[1]", $"{Stages}, and never 'deliverd'. Did")]
    [InlineData("order.placed", "order.stage, contains: ship", "contains", $"{Stages}, and never 'ship'.")]
    [InlineData("order.placed", "order.stage, gt: 3", "gt", $"{Stages}; lt, lte, gt and gte compare numbers and")]
    [InlineData("order.placed", "order.total.amount, gte: \"10,5\"", "gte", "'order.total.amount' is a whole number")]
    [InlineData("order.placed", "order.total.amount, eq: 10.5", "eq", "'order.total.amount' is a whole number from 0,")]
    [InlineData("order.placed", "order.total.amount, gte: 10.5", "gte", "'order.total.amount' is a whole number")]
    [InlineData("order.placed", "order.id, contains: \"\"", "contains", "'order.id' is 1 to")]
    [InlineData("order.placed", "order.total.amount, contains: 9", "contains", "'order.total.amount' is a whole")]
    [InlineData("order.placed", "event.total.amount, lt: 0", "lt", "'event.total.amount' is a whole number from 0")]
    [InlineData("review.submitted", "event.rating, gte: 6", "gte", "'event.rating' is a whole number from 1 to 5, and")]
    [InlineData("review.submitted", "event.rating, eq: five", "eq", "'event.rating' is a whole number from 1 to 5, an")]
    [InlineData("order.placed", "order.placedAt, gte: 5", "gte", "'order.placedAt' is an instant, for example")]
    [InlineData("order.placed", "order.placedAt, lt: 2026-03-01", "lt", "'order.placedAt' is an instant, for example")]
    [InlineData("order.placed", "order.productIds, eq: 4711", "eq", "'order.productIds' is a list, each of it 1 to")]
    [InlineData("order.placed", "order.categories, in: [a]", "in[0]", "'order.categories' is a list, each of it one")]
    [InlineData("order.placed", "order.total.currency, eq: EURO", "eq", "'order.total.currency' is a currency's three")]
    [InlineData("order.placed", "customer.country, ne: de", "ne", "'customer.country' is two upper-case letters of IS")]
    [InlineData("order.placed", "customer.timeZone, eq: CET+1", "eq", "'customer.timeZone' is an IANA time zone, for")]
    [InlineData("order.placed", "customer.name, eq: null", "eq", "Nothing equals null: 'exists: false' holds for what")]
    [InlineData("[order.placed, order.paid]", "event.type, eq: order.payed", "eq", "'event.type' is one of order")]
    [InlineData("customer.updated", "order.stage, eq: lost", "field", "'order.stage' is never known here: customer.up")]
    public async Task What_can_never_be_is_refused_with_what_the_field_is(
        string trigger, string condition, string member, string reason)
    {
        var verdict = await Verdict(Journey(trigger, $"{{ field: {condition} }}"));

        var problem = Assert.Single(verdict.GetProperty("problems").EnumerateArray());
        Assert.Equal(
            (6, $"when.{member}"),
            (problem.GetProperty("line").GetInt32(), problem.GetProperty("path").GetString()));
        Assert.StartsWith(reason, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journey_that_nobody_could_enter_is_refused()
    {
        var text = Journey("customer.updated", "{ field: customer.orders, gt: 0 }").Replace(
            "entry: { oncePer: event }", "entry: { oncePer: order }", StringComparison.Ordinal);

        var problem = Assert.Single((await Verdict(text)).GetProperty("problems").EnumerateArray());

        Assert.Equal("entry", problem.GetProperty("path").GetString());
        Assert.Equal(
            "customer.updated names no order, so nobody would ever enter.", problem.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("wait: { until: event.text }", "steps[0].wait.until", "'event.text' is no instant;")]
    [InlineData("waitForEvent: { events: product.viewed, timeout: P1D }", "steps[0].waitForEvent.events", "'product")]
    [InlineData(
        "alert: { severity: low, title: t, reason: \"{order.productIds}\" }", "steps[0].alert.reason", "'order.prod")]
    public async Task A_step_that_could_never_go_on_is_refused(string step, string path, string reason)
    {
        var text =
            $"kind: journey\nid: test\nname: T\ntrigger: review.submitted\nentry: {{ oncePer: order }}\n"
            + $"steps:\n  - id: first\n    {step}\n";

        var problem = Assert.Single((await Verdict(text)).GetProperty("problems").EnumerateArray());

        Assert.Equal(path, problem.GetProperty("path").GetString());
        Assert.StartsWith(reason, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wait: { for: P1D, timeout: P2D }", "steps[0].wait.timeout", "'timeout' and 'onTimeout' go with")]
    [InlineData("wait: { until: order.promisedAt, onTimeout: end }", "steps[0].wait.onTimeout", "'onTimeout' needs a")]
    public async Task A_timeout_that_could_never_come_is_refused(string step, string path, string reason) =>
        await A_step_that_could_never_go_on_is_refused(step, path, reason);

    async Task<JsonElement> Verdict(string text) =>
        await product.App.Demo.Json(HttpMethod.Post, "/v1/definitions/validate", text, HttpStatusCode.OK);

    static string Journey(string trigger, string condition) =>
        $$"""
        kind: journey
        id: test
        name: Test
        trigger: {{trigger}}
        entry: { oncePer: event }
        when: {{condition}}
        steps:
          - id: tell
            alert: { severity: low, title: t, reason: r }
        """;
}
