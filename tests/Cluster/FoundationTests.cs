using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Engagement.Access;
using Engagement.Customers;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Runtime;

namespace Engagement.Tests.Cluster;

/// <summary>
/// What the product is built on is in use in a running one. Told by what it does and has loaded, as a package that is
/// only named does nothing.
/// </summary>
public sealed class FoundationTests
{
    const int Active = 3;

    [Fact]
    public async Task One_process_runs_a_silo_speaks_SignalR_and_renders_with_Scriban()
    {
        await using var app = await TestApp.Start();

        await Shows(app.Demo, app.Keys.Workspaces[FirstStart.Demo].Key, app.Folder);

        Assert.Equal(SiloStatus.Active, app.Services.GetRequiredService<ISiloStatusOracle>().CurrentStatus);
        var grains = await app.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0)
            .GetSimpleGrainStatistics();
        Assert.Contains(grains, grain => grain.GrainType.Contains("CustomerGrain", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task A_silo_and_an_API_apart_stand_on_all_that_they_were_built_on()
    {
        var database = await PostgresServer.Shared.Create();
        using var own = new ScratchFolder();
        var folder = own.Path;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        (string, string)[] environment =
        [
            ("ENGAGE_CLUSTER", "founded"), ("ENGAGE_DATABASE", database), ("ENGAGE_DATA", folder),
            ("ENGAGE_URL", address.ToString()),
        ];
        await using (var silo = await Member.Start("Engagement.Silo", "A silo of cluster 'founded'", environment))
        await using (var api = await Member.Start("Engagement.Api", "Engagement listens on", environment))
        {
            var key = JsonSerializer.Deserialize<KeyRing>(
                await File.ReadAllTextAsync(Path.Combine(folder, "keys.json")), JsonSerializerOptions.Web)!
                .Workspaces[FirstStart.Demo].Key;
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

            await Shows(client, key, folder);
            await KeepsSnapshotsWithOrleansProvider(client, database);
            // The API takes events and has no silo: it is a client of the only one.
            Assert.Equal(
                1L, await Ask(database, $"SELECT count(*) FROM OrleansMembershipTable WHERE Status = {Active}"));

            Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from Linux' /proc.");
            AssertLoaded(silo.Id, "Orleans.Runtime", "Orleans.Persistence.AdoNet", "Scriban.Signed");
            AssertLoaded(api.Id, "Orleans.Core", "Orleans.Clustering.AdoNet", "Microsoft.AspNetCore.SignalR.Core");
        }
        await PostgresServer.Shared.Drop(database);
    }

    /// <summary>What any running product shows at its door.</summary>
    static async Task Shows(HttpClient client, string key, string folder)
    {
        await client.Tell(Shopping.BadReview("ada", "r1"));
        await client.Alert("ada");
        await SpeaksSignalR(client.BaseAddress!, key);
        await RendersWithScriban(client, folder);
    }

    /// <summary>Shakes hands as SignalR's protocol does it.</summary>
    static async Task SpeaksSignalR(Uri address, string key)
    {
        const char End = '\x1e';
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new($"ws://{address.Authority}/hubs/alerts"), patience.Token);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"protocol":"json","version":1}{{End}}"""),
            WebSocketMessageType.Text, true, patience.Token);
        var buffer = new byte[64];
        var said = await socket.ReceiveAsync(buffer, patience.Token);
        Assert.StartsWith($"{{}}{End}", Encoding.UTF8.GetString(buffer, 0, said.Count), StringComparison.Ordinal);
    }

    /// <summary>The customer's name and the order's lines come in by the template's conditions and loops.</summary>
    static async Task RendersWithScriban(HttpClient client, string folder)
    {
        // The first filling in on a busy machine can take longer than a template is given, and is not tried again.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var order = 1; !await AnySent(client); order++)
        {
            await client.Tell(Order(order));
            await pace.WaitForNextTickAsync(patience.Token);
        }

        var sent = Directory.GetFiles(Path.Combine(folder, "outbox", FirstStart.Demo)).Select(File.ReadAllText);
        Assert.Contains(sent, letter => letter.Contains("Hello Ada,", StringComparison.Ordinal)
            && letter.Contains("1 x Kettle", StringComparison.Ordinal));
    }

    static async Task<bool> AnySent(HttpClient client) =>
        (await client.Json("/v1/customers/ada/messages")).GetProperty("items").EnumerateArray()
            .Any(message => message.GetProperty("status").GetString() == "sent");

    /// <summary>Events enough that a customer's snapshot is written while the customer is awake.</summary>
    static async Task KeepsSnapshotsWithOrleansProvider(HttpClient client, string database)
    {
        await client.Tell([.. Enumerable.Range(0, CustomerActivation.SnapshotEvery).Select(n => new
        {
            id = $"view-{n}",
            type = "product.viewed",
            occurredAt = "2026-01-05T09:00:00Z",
            customer = "ben",
            data = new { productId = "p" },
        })]);
        Assert.Equal((long)CustomerActivation.SnapshotEvery, await Ask(database, """
            SELECT (convert_from(PayloadBinary, 'UTF8')::jsonb ->> 'Version')::bigint FROM OrleansStorage
            WHERE GrainTypeString = 'customer' AND GrainIdExtensionString = 'demo/ben'
            """));
        // The product's own storage could have written the row, too, but by connections of another name.
        Assert.InRange(Assert.IsType<long>(await Ask(database, """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND application_name = 'engagement-orleans' AND query LIKE '%INSERT INTO OrleansStorage%'
            """)), 1, int.MaxValue);
    }

    static object Order(int number) => new
    {
        id = $"order.placed:{number}",
        type = "order.placed",
        source = "shop",
        occurredAt = TimeProvider.System.GetUtcNow(),
        customer = "ada",
        data = new
        {
            orderId = $"{number}",
            total = new { amount = 8900, currency = "EUR" },
            items = new[] { new { productId = "kettle", quantity = 1, name = "Kettle" } },
            contact = new { name = "Ada", email = "ada@example.com", timeZone = "Europe/Berlin" },
        },
    };

    static void AssertLoaded(int process, params string[] assemblies)
    {
        var loaded = File.ReadAllText($"/proc/{process}/maps");
        Assert.All(assemblies, name => Assert.Contains($"/{name}.dll", loaded, StringComparison.Ordinal));
    }

    static async Task<object?> Ask(string database, string query)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
