using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Engagement.Storage;
using Engagement.Tests.Support;
using Engagement.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Agents;

/// <summary>A workspace with agents, and the marketplace that tells it what happens.</summary>
sealed class Shop(Func<TestApp> product, string id, HttpClient http) : IDisposable
{
    public const string Password = "correct horse battery";

    static int s_shops;

    int _events;

    public string Id => id;

    /// <param name="agents">Who may sign in, all with <see cref="Password"/>.</param>
    public static Task<Shop> Open(ConsoleFixture fixture, params string[] agents) =>
        Open(() => fixture.App, agents);

    /// <summary>A shop whose events are recorded ones: each is taken at its own time.</summary>
    public static Task<Shop> Rehearse(ConsoleFixture fixture, params string[] agents) =>
        Open(() => fixture.App, rehearsal: true, agents);

    /// <summary>The product may be stopped and started anew meanwhile, so it is asked for each time.</summary>
    public static Task<Shop> Open(Func<TestApp> product, params string[] agents) =>
        Open(product, rehearsal: false, agents);

    static async Task<Shop> Open(Func<TestApp> product, bool rehearsal, string[] agents)
    {
        var id = $"shop-{Interlocked.Increment(ref s_shops)}";
        var app = product();
        var http = await app.Workspace(id, rehearsal);
        foreach (var agent in agents)
        {
            using var made = await app.Operator.Send(
                HttpMethod.Post, $"/v1/workspaces/{id}/agents", new AgentRequest(agent, Password));
            made.EnsureSuccessStatusCode();
        }

        return new(product, id, http);
    }

    /// <summary>A customer buys, so that there is somebody to look at.</summary>
    public Task Sale(string customer, string name, string order, string product = "Lamp") => Tell(
        "order.placed",
        customer,
        new JsonObject
        {
            ["orderId"] = order,
            ["total"] = new JsonObject { ["amount"] = 18990, ["currency"] = "BRL" },
            ["items"] = new JsonArray(new JsonObject
            {
                ["productId"] = "p-1",
                ["quantity"] = 2,
                ["name"] = product,
                ["price"] = new JsonObject { ["amount"] = 9495, ["currency"] = "BRL" },
            }),
            ["contact"] = new JsonObject
            {
                ["name"] = name,
                ["email"] = "somebody@customers.example",
                ["timeZone"] = "America/Recife",
                ["locale"] = "pt-BR",
                ["city"] = name,
            },
        });

    /// <summary>A review so bad that the starter's rule tells the agents.</summary>
    public Task BadReview(string customer, string order, string words) =>
        Tell("review.submitted", customer, Review(order, words));

    /// <summary>The same in a rehearsal, where it happened then.</summary>
    public async Task BadReview(string customer, string words, DateTimeOffset at)
    {
        var told = Event("review.submitted", customer, Review($"o-{customer}", words));
        told["occurredAt"] = at.ToString("O");
        using var answer = await http.Send(HttpMethod.Post, "/v1/events?clock=follow", new JsonArray(told));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task MoveClock(DateTimeOffset to) =>
        http.Json(HttpMethod.Post, "/v1/workspace/clock", new { to }, HttpStatusCode.OK);

    /// <summary>The customer's newest letter comes back for good.</summary>
    public async Task Bounces(string customer)
    {
        var messages = (await http.Json($"/v1/customers/{customer}/messages")).GetProperty("items");
        var letter = messages.EnumerateArray().First(one => one.GetProperty("channel").GetString() == "email");
        await Tell("message.bounced", customer, new()
        {
            ["messageId"] = letter.GetProperty("messageId").GetString(),
            ["hard"] = true,
        });
    }

    /// <summary>Something for each of so many customers that can go nowhere.</summary>
    public async Task FailToSend(params string[] customers)
    {
        await http.Json(
            HttpMethod.Put, "/v1/webhooks/nowhere", new { url = "https://crm.example/hooks" }, HttpStatusCode.Created);
        await Publish("journey", "lost", """
            kind: journey
            id: lost
            name: Goes nowhere
            trigger: { events: custom.lost }
            entry: { oncePer: event }
            steps:
              - id: say
                message: { template: thank-you, channel: webhook, purpose: feedback, to: nowhere }
            """);
        using var removed = await http.DeleteAsync(new Uri("/v1/webhooks/nowhere", UriKind.Relative));
        Assert.True(removed.IsSuccessStatusCode, await removed.Content.ReadAsStringAsync());
        foreach (var customer in customers)
        {
            await Tell("custom.lost", customer, []);
        }
    }

    /// <summary>Many at once, each of another customer of whom nothing more is known, in no certain order.</summary>
    public async Task BadReviews(int count)
    {
        var told = Enumerable.Range(0, count)
            .Select(index => Event("review.submitted", $"c-{index}", Review($"o-{index}", $"words {index}.")));
        using var answer = await http.Send(HttpMethod.Post, "/v1/events", new JsonArray([.. told]));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>As when the agent's password is changed: whoever is signed in is so no more.</summary>
    public async Task EndSessions(string agent)
    {
        var workspaces = product().Services.GetRequiredService<IWorkspaces>();
        var account = await workspaces.FindAgent(id, agent, CancellationToken.None);
        await workspaces.UpdateAgent(account! with { Stamp = "another" }, CancellationToken.None);
    }

    public async Task Tell(string type, string customer, JsonObject data) =>
        await http.Tell(Event(type, customer, data));

    /// <summary>Another program, with the shop's key, does something with the customer's alert.</summary>
    public async Task Act(string customer, string act)
    {
        var said = act == "resolve" ? new { } : null;
        using var answer = await http.Send(HttpMethod.Post, $"/v1/alerts/{await http.Alert(customer)}/{act}", said);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task Publish(string kind, string id, string text)
    {
        using var definition = new StringContent(text, Encoding.UTF8, "application/yaml");
        await http.Json(HttpMethod.Put, $"/v1/definitions/{kind}/{id}", definition, HttpStatusCode.Created);
    }

    public void Dispose() => http.Dispose();

    JsonObject Event(string type, string customer, JsonObject data) => new()
    {
        ["id"] = $"e-{++_events}",
        ["type"] = type,
        ["source"] = "shop",
        ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
        ["customer"] = customer,
        ["data"] = data,
    };

    JsonObject Review(string order, string words) => new()
    {
        ["reviewId"] = $"r-{order}-{_events}",
        ["orderId"] = order,
        ["rating"] = 1,
        ["text"] = words,
    };
}
