using Engagement.Access;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Engagement.Tests.Cluster;

/// <summary>How the processes of a cluster start, and what they say where they cannot.</summary>
[Collection("cluster")]
public sealed class ClusterStartTests : IDisposable
{
    const int Silos = 3;

    readonly string _folder = Directory.CreateTempSubdirectory("engage-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task Silos_started_at_the_same_instant_on_an_empty_database_all_come_up_in_one_cluster()
    {
        var database = await PostgresServer.Shared.Create();
        var starts = Enumerable.Range(0, Silos).Select(_ => Member.Start(
            "Engagement.Silo", "A silo of cluster 'tested'", Settings(database))).ToList();
        var members = await Task.WhenAll(starts);
        await using var last = await Member.Start(
            "Engagement.Silo", "A silo of cluster 'tested'", Settings(database));

        Assert.Contains($"with {Silos} others", last.Said, StringComparison.Ordinal);
        Assert.Contains(new NpgsqlConnectionStringBuilder(database).Database!, last.Said, StringComparison.Ordinal);
        foreach (var member in members)
        {
            await member.DisposeAsync();
        }

        await PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public async Task APIs_and_silos_started_at_the_same_instant_on_an_empty_database_agree_on_its_keys()
    {
        var database = await PostgresServer.Shared.Create();
        string[] addresses = [$"http://127.0.0.1:{Member.FreePort()}", $"http://127.0.0.1:{Member.FreePort()}"];
        var members = await Task.WhenAll(addresses.SelectMany(address => (Task<Member>[])
        [
            Member.Start("Engagement.Silo", "A silo of cluster 'tested'", Settings(database)),
            Member.Start("Engagement.Api", "Engagement listens on", [.. Settings(database), ("ENGAGE_URL", address)]),
        ]));

        Assert.Equal((1, 1), (await Live(database, "workspace IS NULL"), await Live(database, "workspace = 'demo'")));
        foreach (var address in addresses)
        {
            using var http = ClusterClient.Authorised(address, _folder);
            await http.Tell(Shopping.Placed("ada", "o1"));
            Assert.Equal(1, (await http.Json("/v1/customers/ada")).GetProperty("version").GetInt64());
        }

        foreach (var member in members)
        {
            await member.DisposeAsync();
        }

        await PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public async Task Of_first_starts_at_the_same_instant_one_makes_the_keys_and_the_others_wait_for_it()
    {
        var database = await PostgresServer.Shared.Create();
        await using (var app = await TestApp.Start(settings: $"--ENGAGE_DATABASE={database}"))
        {
            await using (var connection = new NpgsqlConnection(database))
            {
                // As if nobody had started here before.
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand("UPDATE api_keys SET revoked_at = 1", connection);
                await command.ExecuteNonQueryAsync();
            }

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
                ActivatorUtilities.CreateInstance<FirstStart>(app.Services).StartAsync(default))));

            Assert.Equal(1, await Live(database, "workspace IS NULL"));
            var keys = app.Services.GetRequiredService<KeyFile>().Read()!.Workspaces[FirstStart.Demo];
            using var browser = await app.SignIn(FirstStart.Demo, keys.Agent, keys.Password);
            using var http = app.Client(keys.Key);
            await http.Json("/v1/customers");
        }

        await PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public async Task A_silo_that_was_given_the_wrong_database_says_so()
    {
        var database = await PostgresServer.Shared.Create();
        await using (var connection = new NpgsqlConnection(database))
        {
            // As some other program's own table of that name may look.
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("CREATE TABLE migrations (id text PRIMARY KEY)", connection);
            await command.ExecuteNonQueryAsync();
        }

        var name = new NpgsqlConnectionStringBuilder(database).Database;
        Assert.StartsWith(
            $"engage: Database '{name}' at ", await Refusal(Settings(database)), StringComparison.Ordinal);
        Assert.StartsWith(
            "engage: Database 'nowhere' at ",
            await Refusal(Settings(new NpgsqlConnectionStringBuilder(database) { Database = "nowhere" }
                .ConnectionString)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "engage: Database 'gone' at 127.0.0.1:1 ",
            await Refusal(Settings("Host=127.0.0.1;Port=1;Database=gone;Username=engage")),
            StringComparison.Ordinal);
        await PostgresServer.Shared.Drop(database);
    }

    [PostgresFact]
    public async Task An_API_that_still_waits_for_its_silos_ends_when_it_is_told_to()
    {
        var database = await PostgresServer.Shared.Create();
        await using (var api = await Member.Start(
            "Engagement.Api", "waiting for one",
            [.. Settings(database), ("ENGAGE_URL", $"http://127.0.0.1:{Member.FreePort()}")]))
        {
            var exit = await api.Terminate(TimeSpan.FromSeconds(15));

            Assert.Equal(0, exit);
            Assert.Empty(api.Errors);
            Assert.DoesNotContain(api.Log, line => line.Contains("Exception", StringComparison.Ordinal));
        }

        await PostgresServer.Shared.Drop(database);
    }

    [Fact]
    public async Task A_silo_on_an_address_that_others_reach_does_not_start_without_certificates() =>
        Assert.StartsWith(
            "engage: ENGAGE_ADDRESS is 10.0.0.5, which other machines reach",
            await Refusal([.. Settings("Host=127.0.0.1;Database=engagement"), ("ENGAGE_ADDRESS", "10.0.0.5")]),
            StringComparison.Ordinal);

    [Fact]
    public async Task Both_programs_read_the_same_settings_from_a_file()
    {
        File.WriteAllText(
            Path.Combine(_folder, "appsettings.json"),
            """{ "ENGAGE_CLUSTER": "from a file", "ENGAGE_DATABASE": "Host=127.0.0.1;Port=1;Database=filed" }""");
        foreach (var program in (string[])["Engagement.Silo", "Engagement.Api"])
        {
            Assert.StartsWith(
                "engage: Database 'filed' at 127.0.0.1:1 ",
                await Member.Refusal(program, _folder, ("ENGAGE_DATA", _folder), ("ENGAGE_URL", "http://127.0.0.1:0")),
                StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(_folder, "appsettings.json"), "{");
        foreach (var program in (string[])["Engagement.Silo", "Engagement.Api"])
        {
            Assert.StartsWith(
                $"engage: {_folder}/appsettings.json cannot be read: line 1, column 2: ",
                await Member.Refusal(program, _folder, ("ENGAGE_DATA", _folder)),
                StringComparison.Ordinal);
        }
    }

    static async Task<long> Live(string database, string which)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT count(*) FROM api_keys WHERE revoked_at IS NULL AND {which}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    Task<string> Refusal((string, string)[] settings) => Member.Refusal("Engagement.Silo", _folder, settings);

    (string, string)[] Settings(string database) =>
        [("ENGAGE_CLUSTER", "tested"), ("ENGAGE_DATABASE", database), ("ENGAGE_DATA", _folder)];
}
