using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Access;
using Engagement.Tests.Storage;

namespace Engagement.Tests.Cluster;

/// <summary>Two silos and an API, each a process of its own, that meet in PostgreSQL.</summary>
public sealed class ClusterTests
{
    const int Customers = 60;

    /// <summary>
    /// Long enough for the survivors to agree that a silo is gone, which takes three missed probes, and to take over.
    /// </summary>
    const int AttemptsMax = 90;

    static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    [PostgresFact]
    public async Task Customers_live_in_silos_apart_and_one_that_dies_takes_no_acknowledged_event_along()
    {
        var database = await PostgresServer.Shared.Create();
        var folder = Directory.CreateTempSubdirectory("engage-cluster-").FullName;
        var address = $"http://127.0.0.1:{FreePort()}";
        (string, string)[] environment =
        [
            ("ENGAGE_CLUSTER", "tested"), ("ENGAGE_DATABASE", database), ("ENGAGE_DATA", folder), ("ENGAGE_URL",
                address),
        ];
        await using var first = await Member.Start("Engagement.Silo", "A silo of cluster 'tested'", environment);
        await using var second = await Member.Start("Engagement.Silo", "A silo of cluster 'tested'", environment);
        await using var api = await Member.Start("Engagement.Api", "Engagement listens on", environment);
        using var client = Client(address, folder);

        Assert.Equal(Enumerable.Repeat("accepted", Customers), await Send(client, "before"));
        Assert.Equal(Enumerable.Repeat("duplicate", Customers), await Send(client, "before"));

        await second.Kill();
        using var pace = new PeriodicTimer(BetweenAttempts);
        for (var attempt = 1; await Send(client, "after") is var fates && fates.Any(IsRefused); attempt++)
        {
            Assert.All(fates.Where(IsRefused), fate => Assert.Equal("unavailable", fate));
            Assert.True(attempt < AttemptsMax, "The silo that is left has not taken over the dead one's customers.");
            await pace.WaitForNextTickAsync();
        }

        Assert.Equal(Enumerable.Repeat("duplicate", Customers), await Send(client, "after"));
        Assert.Equal(Enumerable.Repeat("duplicate", Customers), await Send(client, "before"));
        Directory.Delete(folder, recursive: true);
        await PostgresServer.Shared.Drop(database);
    }

    static bool IsRefused(string fate) => fate is not ("accepted" or "duplicate");

    /// <summary>One event for each customer; what became of them, or why they were refused, in order.</summary>
    static async Task<string[]> Send(HttpClient client, string name)
    {
        var events = Enumerable.Range(0, Customers).Select(i => new JsonObject
        {
            ["id"] = $"{name}-{i}",
            ["type"] = "product.viewed",
            ["occurredAt"] = "2026-01-05T09:00:00Z",
            ["customer"] = $"c{i}",
            ["data"] = new JsonObject { ["productId"] = "p" },
        });
        using var answer = await client.PostAsJsonAsync("/v1/events", events);
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(told.TryGetProperty("items", out var items), told.ToString());
        string[] fates = [.. items.EnumerateArray().Select(item =>
            (item.TryGetProperty("code", out var code) ? code : item.GetProperty("status")).GetString()!)];
        Assert.Equal(fates.Any(IsRefused), answer.Headers.RetryAfter is not null);
        return fates;
    }

    static HttpClient Client(string address, string folder)
    {
        var keys = JsonSerializer.Deserialize<KeyRing>(
            File.ReadAllText(Path.Combine(folder, "keys.json")), JsonSerializerOptions.Web)!;
        return new()
        {
            BaseAddress = new(address),
            Timeout = TimeSpan.FromMinutes(2),
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", keys.Workspaces[FirstStart.Demo].Key),
            },
        };
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
