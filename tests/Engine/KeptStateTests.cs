using Engagement.Hosting;
using Engagement.Storage;
using Engagement.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace Engagement.Tests.Engine;

/// <summary>
/// How states are kept when the product's own host says so: on PostgreSQL by Orleans' provider with the product's
/// tables and statements, on SQLite by the product's own.
/// </summary>
public sealed class KeptStateTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Of_first_writers_at_once_one_wins_and_the_others_are_told(Dialect on)
    {
        await using var host = await Host.Start(on);
        var states = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Read("shop/ada")));
        var written = await Task.WhenAll(states.Select((state, i) => host.Writes("shop/ada", state, $"{i}")));
        Assert.Equal(1, written.Count(each => each));
        var kept = await host.Read("shop/ada");
        Assert.Equal((true, "1"), (kept.RecordExists, kept.ETag));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_later_writers_of_one_version_one_wins(Dialect on)
    {
        await using var host = await Host.Start(on);
        await host.Writes("shop/ada", await host.Read("shop/ada"), "first");
        var states = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Read("shop/ada")));
        var written = await Task.WhenAll(states.Select((state, i) => host.Writes("shop/ada", state, $"{i}")));
        Assert.Equal(1, written.Count(each => each));
        Assert.Equal("2", (await host.Read("shop/ada")).ETag);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_that_read_as_numbers_are_kept_apart(Dialect on)
    {
        await using var host = await Host.Start(on);
        string[] keys =
        [
            "abc", "ABC", "0abc", "2748", "'abc", "abc+x", "0abc+x", "2a4b0e43c1d74ac5b2a9c6b3f8a90b11",
            "2A4B0E43C1D74AC5B2A9C6B3F8A90B11",
        ];
        foreach (var key in keys)
        {
            Assert.True(await host.Writes(key, await host.Read(key), key), $"'{key}' met another key's row.");
        }

        foreach (var key in keys)
        {
            Assert.Equal(key, (await host.Read(key)).State!.Text);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cleared_state_is_gone_and_its_old_version_with_it(Dialect on)
    {
        await using var host = await Host.Start(on);
        var state = await host.Read("shop/ada");
        await host.Writes("shop/ada", state, "one");
        var stale = await host.Read("shop/ada");

        await host.Kept.ClearStateAsync("tested", Host.Id("shop/ada"), state);

        Assert.Equal((false, ""), (state.RecordExists, state.State!.Text));
        Assert.False((await host.Read("shop/ada")).RecordExists);
        Assert.False(await host.Writes("shop/ada", stale, "late"));
        Assert.True(await host.Writes("shop/ada", state, "anew"));
        Assert.Equal("anew", (await host.Read("shop/ada")).State!.Text);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_host_keeps_the_products_own_storage_reads_and_changes(Dialect on)
    {
        await using var host = await Host.Start(on);
        await host.Writes("shop/ada", await host.Read("shop/ada"), "hers");
        var own = new GrainState<Named>();
        await host.Own.ReadStateAsync("tested", Host.Id("shop/ada"), own);
        Assert.Equal(("hers", "1"), (own.State!.Text, own.ETag));

        var stale = await host.Read("shop/ada");
        own.State.Text = "ours";
        await host.Own.WriteStateAsync("tested", Host.Id("shop/ada"), own);
        Assert.False(await host.Writes("shop/ada", stale, "late"));
        Assert.Equal("ours", (await host.Read("shop/ada")).State!.Text);
    }

    [PostgresFact]
    public async Task A_thousand_states_read_at_once_are_a_few_trips()
    {
        await using var host = await Host.Start(Dialect.Postgres);
        await host.Writes("shop/c1", await host.Read("shop/c1"), "known");

        var trips = await Trips.Of(host.Database, () => Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(i => host.Read($"shop/c{i}"))));

        Assert.InRange(trips, 1, 50);
    }

    sealed class Named
    {
        public string Text { get; set; } = "";
    }

    sealed class Host : IAsyncDisposable
    {
        readonly IHost _host;
        readonly StorageOptions _options;

        Host(StorageOptions options)
        {
            _options = options;
            var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            builder.Services.AddEngagementStorage(options);
            builder.UseEmbeddedSilo(options.ConnectionString);
            _host = builder.Build();
        }

        public string Database => _options.ConnectionString!;

        /// <summary>What grains' states are kept by.</summary>
        public IGrainStorage Kept => _host.Services.GetRequiredKeyedService<IGrainStorage>(GrainStores.Name);

        /// <summary>The product's own storage over the same tables.</summary>
        public IGrainStorage Own => _host.Services.GetRequiredService<IGrainStorage>();

        public static async Task<Host> Start(Dialect on)
        {
            var host = new Host(on == Dialect.Postgres
                ? new() { ConnectionString = await PostgresServer.Shared.Create() }
                : new() { DataFolder = Directory.CreateTempSubdirectory("engage-states-").FullName });
            await host._host.StartAsync();
            return host;
        }

        public static GrainId Id(string key) => GrainId.Create("tested", key);

        public async Task<GrainState<Named>> Read(string key)
        {
            var state = new GrainState<Named>(new());
            await Kept.ReadStateAsync("tested", Id(key), state);
            return state;
        }

        /// <summary>False when another writer was faster.</summary>
        public async Task<bool> Writes(string key, GrainState<Named> state, string text)
        {
            state.State = new() { Text = text };
            try
            {
                await Kept.WriteStateAsync("tested", Id(key), state);
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _host.StopAsync();
            _host.Dispose();
            if (_options.ConnectionString is { } database)
            {
                await PostgresServer.Shared.Drop(database);
            }
            else
            {
                Directory.Delete(_options.DataFolder, recursive: true);
            }
        }
    }
}
