using System.Net;

namespace Engagement.Tests.Support;

/// <summary>Things that happen to customers, sent through the door that everybody uses.</summary>
static class Shopping
{
    static readonly DateTimeOffset s_opened = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static object Placed(string customer, string order) => new
    {
        id = $"order.placed:{order}",
        type = "order.placed",
        source = "shop",
        occurredAt = s_opened,
        customer,
        data = new
        {
            orderId = order,
            total = new { amount = 8900, currency = "EUR" },
            items = new[] { new { productId = "kettle", quantity = 1, name = "Kettle" } },
            contact = new { name = "Ada", email = "ada@example.com", timeZone = "Europe/Berlin" },
        },
    };

    public static object Viewed(string customer, string view) => new
    {
        id = $"product.viewed:{view}",
        type = "product.viewed",
        source = "shop",
        occurredAt = s_opened,
        customer,
        data = new { productId = "kettle" },
    };

    /// <summary>A review with one star, which raises an alert under the starter definitions.</summary>
    public static object BadReview(string customer, string review, string? text = null) => new
    {
        id = $"review.submitted:{review}",
        type = "review.submitted",
        source = "shop",
        occurredAt = s_opened.AddDays(5),
        customer,
        data = new { reviewId = review, rating = 1, text = text ?? "It never worked." },
    };

    /// <summary>
    /// Sends as the documents ask of senders: what cannot be taken just now is sent again a little later.
    /// </summary>
    public static async Task Tell(this HttpClient client, params object[] events)
    {
        const int AttemptsMax = 30;
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await client.Send(HttpMethod.Post, "/v1/events", events);
            var text = await answer.Content.ReadAsStringAsync();
            if (attempt == AttemptsMax || answer.Headers.RetryAfter is null)
            {
                Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
                return;
            }

            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>The id of the customer's alert, as soon as the desk has it.</summary>
    public static async Task<string> Alert(this HttpClient client, string customer)
    {
        var path = $"/v1/alerts?customer={Uri.EscapeDataString(customer)}";
        for (var patience = 0; patience < 200; patience++)
        {
            var items = (await client.Json(path)).GetProperty("items");
            if (items.GetArrayLength() > 0)
            {
                return items[0].GetProperty("alertId").GetString()!;
            }

            await Task.Delay(25);
        }

        throw new TimeoutException("No alert reached the desk within five seconds.");
    }
}
