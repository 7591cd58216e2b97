using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Engagement.Access;
using Engagement.Storage;
using Engagement.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Agents;

/// <summary>A workspace with an agent, and the marketplace that tells it what happens.</summary>
sealed class Shop(Product product, string id, string key) : IDisposable
{
    public const string Password = "correct horse battery";

    static int s_shops;

    readonly HttpClient _http = new() { BaseAddress = new Uri(product.Url) };
    int _events;

    public string Id => id;

    /// <param name="agents">Who may sign in, all with <see cref="Password"/>.</param>
    public static async Task<Shop> Open(Product product, params string[] agents)
    {
        var id = $"shop-{Interlocked.Increment(ref s_shops)}";
        var services = product.Services;
        var workspace = new NewWorkspace(id, "Aurora", TimeZone: "America/Sao_Paulo", Locale: "pt-BR");
        Assert.True(await services.GetRequiredService<NewWorkspaces>().Create(workspace, CancellationToken.None));
        var credentials = services.GetRequiredService<NewCredentials>();
        foreach (var agent in agents)
        {
            await services.GetRequiredService<IWorkspaces>()
                .AddAgent(credentials.Agent(id, agent, Password), CancellationToken.None);
        }

        var (_, secret) = await credentials.Key(id, "shop", [.. Scopes.OfKeys], CancellationToken.None);
        return new(product, id, secret);
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
    public Task BadReview(string customer, string order, string words) => Tell(
        "review.submitted",
        customer,
        new JsonObject
        {
            ["reviewId"] = $"r-{order}-{_events}",
            ["orderId"] = order,
            ["rating"] = 1,
            ["text"] = words,
        });

    /// <summary>As when the agent's password is changed: whoever is signed in is so no more.</summary>
    public async Task EndSessions(string agent)
    {
        var workspaces = product.Services.GetRequiredService<IWorkspaces>();
        var account = await workspaces.FindAgent(id, agent, CancellationToken.None);
        await workspaces.UpdateAgent(account! with { Stamp = "another" }, CancellationToken.None);
    }

    public async Task Tell(string type, string customer, JsonObject data)
    {
        var told = new JsonObject
        {
            ["id"] = $"e-{++_events}",
            ["type"] = type,
            ["source"] = "shop",
            ["occurredAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
            ["customer"] = customer,
            ["data"] = data,
        };
        using var answer = await Send(HttpMethod.Post, "/v1/events", told);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Another program, with the shop's key, does something with the newest alert.</summary>
    public async Task Act(string act, JsonObject? body = null)
    {
        using var list = await Send(HttpMethod.Get, "/v1/alerts?limit=1", null);
        var alerts = await list.Content.ReadFromJsonAsync<JsonNode>();
        var alertId = alerts!["items"]![0]!["alertId"]!.GetValue<string>();
        using var answer = await Send(HttpMethod.Post, $"/v1/alerts/{alertId}/{act}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();

    Task<HttpResponseMessage> Send(HttpMethod method, string path, JsonObject? body) =>
        _http.SendAsync(new(method, path)
        {
            Headers = { { "Authorization", $"Bearer {key}" } },
            Content = body is null ? null : JsonContent.Create(body),
        });
}
