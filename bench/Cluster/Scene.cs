using System.Diagnostics;
using System.Globalization;
using Engagement.Bench.Measure;
using Engagement.Commands;
using Npgsql;

namespace Engagement.Bench.Cluster;

/// <summary>A cluster under steady load, with agents that follow its feed, to which things happen.</summary>
sealed class Scene : IAsyncDisposable
{
    readonly SteadyLoad _load;
    readonly List<Follower> _followers;
    readonly Task _running;
    readonly Task _following;
    readonly CancellationTokenSource _closed = new();

    Scene(LocalCluster cluster, OwnPostgres server, string database, SteadyLoad load, List<Follower> followers)
    {
        (Cluster, Server, Database, _load, _followers) = (cluster, server, database, load, followers);
        _running = load.Run();
        _following = Task.WhenAll(followers.Select(follower => follower.Follow(_closed.Token)));
    }

    public LocalCluster Cluster { get; }

    public OwnPostgres Server { get; }

    string Database { get; }

    /// <param name="followers">Pages that follow the feed.</param>
    public static async Task<Scene> Open(OwnPostgres server, string folder, int silos, int apis, int followers)
    {
        var database = await server.Create($"cluster{Stopwatch.GetTimestamp()}");
        var url = $"http://127.0.0.1:{ClusterCommand.FreePort()}";
        var cluster = new LocalCluster(
            new(url, Path.Combine(folder, "cluster-data"), database), TextWriter.Null);
        await cluster.Start(silos, apis, CancellationToken.None);
        Uri[] urls = [.. cluster.Apis.Select(api => new Uri(api.Address))];
        using var admin = new HttpClient { BaseAddress = urls[0] };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", cluster.Keys!.Operator);
        var load = await Load.Into(admin, "bench", starter: true);
        return new(
            cluster, server, database, new(load, urls),
            [.. Enumerable.Range(0, followers).Select(i => new Follower(urls, load.Key, i))]);
    }

    /// <summary>Lets something happen, and answers what callers saw from then on.</summary>
    public async Task<Answered> Play(Scenario scenario)
    {
        await UntilCalm();
        var from = Stopwatch.GetTimestamp();
        await scenario.Act(this);
        await Task.Delay(scenario.Aftermath);
        var answered = _load.Since(from);
        await Cluster.Replace();
        await UntilCalm();
        return answered;
    }

    /// <summary>Ends the load, and counts what it left.</summary>
    public async Task<Left> Close()
    {
        _load.End();
        await _running;
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        var events = await Number("SELECT count(DISTINCT event_id) FROM journal WHERE source = 'bench-shop'");
        var counted = await Number("SELECT coalesce(sum(events), 0) FROM customers WHERE workspace = "
            + "(SELECT number FROM workspace_numbers WHERE workspace = 'bench')");
        var alerts = await Number("SELECT coalesce(max(position), 0) FROM feed WHERE workspace = "
            + "(SELECT number FROM workspace_numbers WHERE workspace = 'bench')");
        for (var wait = 0; wait < 100 && _followers.Exists(follower => follower.Last < alerts); wait++)
        {
            await Task.Delay(100);
        }

        return new(
            _load.Acknowledged, _load.Acknowledged - events, counted - events, alerts, alerts - _load.Reviews,
            _followers.Count(follower => follower.Last != alerts || follower.Breaks > 0));

        async Task<long> Number(string query)
        {
            await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 600 };
            return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _load.End();
        await _closed.CancelAsync();
        await _following;
        _load.Dispose();
        await Cluster.DisposeAsync();
        _closed.Dispose();
    }

    /// <summary>What happens must not be blamed for what happened before.</summary>
    async Task UntilCalm()
    {
        for (var calm = 0; calm < 3;)
        {
            var from = Stopwatch.GetTimestamp();
            await Task.Delay(TimeSpan.FromSeconds(1));
            var answered = _load.Since(from);
            calm = answered.Fates.Count > 0 && answered.Whole == TimeSpan.Zero ? calm + 1 : 0;
        }
    }
}

/// <summary>What a cluster's database and its agents' pages hold in the end.</summary>
/// <param name="Lost">Acknowledged events that are not in the journal.</param>
/// <param name="Doubled">Events that customers counted more than once.</param>
/// <param name="AlertsOff">Alerts more, or fewer, than reviews.</param>
/// <param name="PagesOff">Pages that missed an alert or had one twice.</param>
sealed record Left(long Acknowledged, long Lost, long Doubled, long Alerts, long AlertsOff, int PagesOff);
