using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>Whoever waits for what may never be known can be seen.</summary>
public sealed class UnknownWaitTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task A_run_that_waits_for_something_unknown_says_for_what()
    {
        using var shop = await product.App.Workspace("unknown-wait");
        await shop.Tell(Placed("o1", null), Placed("o2", "2026-03-06T18:00:00+01:00"));

        var runs = (await shop.Json("/v1/customers/ada")).GetProperty("customer").GetProperty("runs");
        var journeys = await shop.Json("/v1/customers/ada/journeys");

        Assert.Equal("order.promisedAt", Unknown(runs, "late-delivery:o1"));
        Assert.Null(Unknown(runs, "late-delivery:o2"));
        Assert.Contains("\"unknown\":\"order.promisedAt\"", journeys.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_whose_journeys_wait_for_something_unknown_can_be_listed()
    {
        using var shop = await product.App.Workspace("unknown-waits");
        await shop.Tell(
            Placed("o1", null), Placed("o2", null), Placed("o3", "2026-03-06T18:00:00+01:00", customer: "bo"));

        var line = Assert.Single((await shop.Json("/v1/customers?waitsFor=unknown")).GetProperty("items")
            .EnumerateArray());
        Assert.Equal("ada", line.GetProperty("customerId").GetString());
        Assert.Equal(2, line.GetProperty("unknownWaits").GetInt32());

        await shop.Tell(Promised("o1"), Promised("o2"));
        Assert.Empty((await shop.Json("/v1/customers?waitsFor=unknown")).GetProperty("items").EnumerateArray());

        using var wrong = await shop.Send(HttpMethod.Get, "/v1/customers?waitsFor=known");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    static object Promised(string order) => new
    {
        id = $"shipment.created:{order}",
        type = "shipment.created",
        source = "shop",
        occurredAt = "2026-03-02T10:30:00+01:00",
        customer = "ada",
        data = new { orderId = order, promisedAt = "2026-03-06T18:00:00+01:00" },
    };

    static string? Unknown(JsonElement runs, string entry) =>
        runs.EnumerateArray().Single(run => run.GetProperty("entry").GetString() == entry)
            .TryGetProperty("unknown", out var unknown) ? unknown.GetString() : null;

    static object Placed(string order, string? promisedAt, string customer = "ada") => new
    {
        id = $"order.placed:{order}",
        type = "order.placed",
        source = "shop",
        occurredAt = "2026-03-02T09:30:00+01:00",
        customer,
        data = new
        {
            orderId = order,
            total = new { amount = 8900, currency = "EUR" },
            items = new[] { new { productId = "p", quantity = 1 } },
            promisedAt,
        },
    };
}
