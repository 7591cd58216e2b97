using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What is read of a customer: instants in UTC, objects as objects, nothing that only core needs.</summary>
public sealed partial class CustomerTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task A_customer_is_read_with_instants_in_UTC_and_triggers_as_objects()
    {
        using var shop = await product.App.Workspace("read-shape");
        await shop.Tell(new
        {
            id = "o1",
            type = "order.placed",
            occurredAt = "2026-03-02T10:00:00+01:00",
            customer = "ada",
            data = new
            {
                orderId = "1",
                total = new { amount = 8900, currency = "EUR" },
                items = new[] { new { productId = "kettle", quantity = 1 } },
                promisedAt = "2026-03-06T18:00:00+01:00",
                contact = new { name = "Ada", email = "ada@example.com" },
            },
        });

        var answer = (await shop.Json("/v1/customers/ada")).GetProperty("customer");
        var order = answer.GetProperty("orders")[0];
        Assert.Equal("2026-03-02T09:00:00Z", order.GetProperty("placedAt").GetString());
        Assert.Equal("2026-03-06T17:00:00Z", order.GetProperty("promisedAt").GetString());
        Assert.False(answer.TryGetProperty("forgotten", out _));
        Assert.False(order.TryGetProperty("settled", out _));

        var run = answer.GetProperty("runs").EnumerateArray().First(run =>
            run.GetProperty("eventType").GetString() == "order.placed");
        Assert.Equal("1", run.GetProperty("trigger").GetProperty("orderId").GetString());
        Assert.Equal(answer.GetProperty("runs").ToString(), (await shop.Json("/v1/customers/ada/journeys"))
            .GetProperty("running").ToString());
        Assert.Equal(
            answer.GetProperty("runs").EnumerateArray().Min(waiting => waiting.GetProperty("wakeAt").GetString()),
            answer.GetProperty("nextDue").GetString());
    }

    [Theory]
    [InlineData("/v1/customers")]
    [InlineData("/v1/customers/ada")]
    [InlineData("/v1/customers/ada/points")]
    [InlineData("/v1/messages")]
    [InlineData("/v1/alerts")]
    [InlineData("/v1/alerts/feed")]
    [InlineData("/v1/definitions")]
    [InlineData("/v1/workspace")]
    public async Task Every_instant_of_an_answer_is_in_UTC(string path)
    {
        await product.App.Demo.Tell(Shopping.Placed("ada", "1"), Shopping.BadReview("ada", "r1"));
        await product.App.Demo.Alert("ada");

        var instants = Texts(await product.App.Demo.Json(path)).Where(text => Instant().IsMatch(text)).ToList();

        Assert.NotEmpty(instants);
        Assert.All(instants, instant => Assert.EndsWith("Z", instant, StringComparison.Ordinal));
    }

    static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T")]
    private static partial Regex Instant();
}
