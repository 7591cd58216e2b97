using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Access;

namespace Engagement.Tests.Cluster;

/// <summary>Sends events to an API of a cluster.</summary>
sealed class ClusterClient : IDisposable
{
    /// <summary>
    /// Long enough for the survivors to agree that a silo is gone, which takes three missed probes, and to take over.
    /// </summary>
    const int AttemptsMax = 90;

    static readonly TimeSpan s_betweenAttempts = TimeSpan.FromSeconds(1);

    readonly HttpClient _http;

    ClusterClient(HttpClient http) => _http = http;

    /// <param name="data">The data folder that the members share; the first start left its keys there.</param>
    public static ClusterClient Of(string address, string data) => new(Authorised(address, data));

    /// <summary>A plain client with the demo workspace's key.</summary>
    public static HttpClient Authorised(string address, string data)
    {
        var keys = JsonSerializer.Deserialize<KeyRing>(
            File.ReadAllText(Path.Combine(data, "keys.json")), JsonSerializerOptions.Web)!;
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

    public static bool IsRefused(string fate) => fate is not ("accepted" or "duplicate");

    /// <summary>One event for each customer; what became of them, or why they were refused, in order.</summary>
    public async Task<string[]> Send(string name, int customers)
    {
        var events = Enumerable.Range(0, customers).Select(i => new JsonObject
        {
            ["id"] = $"{name}-{i}",
            ["type"] = "product.viewed",
            ["occurredAt"] = "2026-01-05T09:00:00Z",
            ["customer"] = $"c{i}",
            ["data"] = new JsonObject { ["productId"] = "p" },
        });
        using var answer = await _http.PostAsJsonAsync("/v1/events", events);
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(told.TryGetProperty("items", out var items), told.ToString());
        string[] fates = [.. items.EnumerateArray().Select(item =>
            (item.TryGetProperty("code", out var code) ? code : item.GetProperty("status")).GetString()!)];
        Assert.Equal(fates.Any(IsRefused), answer.Headers.RetryAfter is not null);
        return fates;
    }

    /// <summary>What readiness says once it is so, which takes as long as it takes to notice.</summary>
    public async Task<string> Ready(HttpStatusCode expected)
    {
        using var pace = new PeriodicTimer(s_betweenAttempts);
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative));
            if (answer.StatusCode == expected)
            {
                return await answer.Content.ReadAsStringAsync();
            }

            Assert.True(attempt < AttemptsMax, $"Readiness is never {expected}.");
            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>The same again until each was taken; none may be refused for anything but who is away.</summary>
    public async Task<string[]> SendUntilTaken(string name, int customers)
    {
        using var pace = new PeriodicTimer(s_betweenAttempts);
        for (var attempt = 1; ; attempt++)
        {
            var fates = await Send(name, customers);
            if (!fates.Any(IsRefused))
            {
                return fates;
            }

            Assert.All(fates.Where(IsRefused), fate => Assert.Equal("unavailable", fate));
            Assert.True(attempt < AttemptsMax, "Those that are left have not taken over the customers.");
            await pace.WaitForNextTickAsync();
        }
    }

    public void Dispose() => _http.Dispose();
}
