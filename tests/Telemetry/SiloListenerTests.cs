using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Engagement.Access;
using Engagement.Tests.Cluster;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Telemetry;

/// <summary>A silo apart from the API answers probes and scrapes, at a listener of its own.</summary>
public sealed class SiloListenerTests
{
    [PostgresFact]
    public async Task A_silo_says_how_it_is_and_what_it_measures_and_elsewhere_only_to_the_operator()
    {
        var database = await PostgresServer.Shared.Create();
        using var own = new ScratchFolder();
        var folder = own.Path;
        var (api, inner, outer) = (Free(), Free(), Free());
        await using var first = await Silo(database, folder, $"http://127.0.0.1:{inner}");
        await using var second = await Silo(database, folder, $"http://0.0.0.0:{outer}");
        await using var door = await Member.Start(
            "Engagement.Api", "Engagement listens on",
            [.. Shared(database, folder), ("ENGAGE_URL", $"http://127.0.0.1:{api}")]);
        var keys = JsonSerializer.Deserialize<KeyRing>(
            await File.ReadAllTextAsync(Path.Combine(folder, "keys.json")), JsonSerializerOptions.Web)!;
        using var demo = Client(api, keys.Workspaces[FirstStart.Demo].Key);
        await demo.Tell([.. Enumerable.Range(0, 40).Select(n => Shopping.BadReview($"c{n}", $"r{n}"))]);

        using var admin = Client(inner, null);
        Assert.Contains("alive", await admin.GetStringAsync(Path_("/livez")), StringComparison.Ordinal);
        Assert.Contains("\"silo\"", await admin.GetStringAsync(Path_("/readyz")), StringComparison.Ordinal);
        var scrape = await admin.GetStringAsync(Path_("/metrics"));
        Assert.Empty(MetricsTable.Missing("Of the engine", scrape));
        Assert.Empty(MetricsTable.Missing("Of a silo among several", scrape));
        Assert.Empty(MetricsTable.Missing("Of PostgreSQL's connections", scrape));
        Assert.DoesNotContain("never-shown", scrape, StringComparison.Ordinal);
        using var asked = Client(api, keys.Operator);
        Assert.Empty(MetricsTable.Missing(
            "Of an API process apart from its silos", await asked.GetStringAsync(Path_("/metrics"))));

        using var stranger = Client(outer, null);
        using var member = Client(outer, keys.Workspaces[FirstStart.Demo].Key);
        using var owner = Client(outer, keys.Operator);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(Path_("/livez"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Path_("/metrics"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await member.GetAsync(Path_("/metrics"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync(Path_("/metrics"))).StatusCode);
        await PostgresServer.Shared.Drop(database);
    }

    static Task<Member> Silo(string database, string folder, string admin) => Member.Start(
        "Engagement.Silo", "A silo of cluster 'watched'", [.. Shared(database, folder), ("ENGAGE_ADMIN", admin)]);

    // Pools are named by how they connect, and passwords have no place in a label.
    static (string, string)[] Shared(string database, string folder) =>
        [
            ("ENGAGE_CLUSTER", "watched"), ("ENGAGE_DATABASE", $"{database};Password=never-shown"),
            ("ENGAGE_DATA", folder),
        ];

    static Uri Path_(string path) => new(path, UriKind.Relative);

    static HttpClient Client(int port, string? key) => new()
    {
        BaseAddress = new($"http://127.0.0.1:{port}"),
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
