using System.Diagnostics;
using System.Globalization;
using Engagement.Bench.Measure;
using Engagement.Commands;
using Npgsql;

namespace Engagement.Bench.Cluster;

/// <summary>A cluster under steady load, with agents that follow its feed, to which things happen.</summary>
sealed class Scene : IAsyncDisposable
{
    /// <summary>
    /// A silo's status in Orleans' membership table. One that left by itself is named as its own voter.
    /// </summary>
    const int Dead = 6;

    /// <summary>An effect whose delivery failed waits for its next try.</summary>
    static readonly TimeSpan s_deliveryMax = TimeSpan.FromSeconds(60);

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

    /// <param name="environment">Environment variables that the members are started with.</param>
    public static async Task<Scene> Open(
        OwnPostgres server, string folder, Cast cast, IReadOnlyDictionary<string, string> environment)
    {
        var database = await server.Create($"cluster{Stopwatch.GetTimestamp()}");
        var url = $"http://127.0.0.1:{ClusterCommand.FreePort()}";
        var cluster = new LocalCluster(
            new(url, Path.Combine(folder, "cluster-data"), database), TextWriter.Null)
        {
            Environment = environment,
        };
        try
        {
            return await Open(server, database, cluster, cast);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    static async Task<Scene> Open(OwnPostgres server, string database, LocalCluster cluster, Cast cast)
    {
        await cluster.Start(cast.Silos, cast.Apis, CancellationToken.None);
        Uri[] urls = [.. cluster.Apis.Select(api => new Uri(api.Address))];
        using var admin = new HttpClient { BaseAddress = urls[0] };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", cluster.Keys!.Operator);
        var load = await Load.Into(admin, "bench", starter: true);
        return new(
            cluster, server, database, new(load, urls),
            [.. Enumerable.Range(0, cast.Followers).Select(i => new Follower(urls, load.Key, i))]);
    }

    /// <summary>Lets something happen, and answers what callers saw in each of its steps.</summary>
    public async Task<IReadOnlyList<(Step Step, Answered Answered)>> Play(Scenario scenario)
    {
        await UntilCalm();
        var played = new List<(Step Step, Answered Answered)>();
        foreach (var step in scenario.Steps)
        {
            var from = Stopwatch.GetTimestamp();
            await step.Act(this);
            played.Add((step, _load.Since(from)));
        }

        await Cluster.Replace();
        await UntilCalm();
        return played;
    }

    /// <summary>Sends as much as the cluster takes, for so long.</summary>
    public Task Flood(TimeSpan length) => _load.Flood(length);

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
        // Alerts are delivered after the commit that made them was acknowledged.
        var alerts = 0L;
        await Until(async () => (alerts = await Number("SELECT coalesce(max(position), 0) FROM feed WHERE workspace = "
            + "(SELECT number FROM workspace_numbers WHERE workspace = 'bench')")) >= _load.Reviews);
        await Until(() => Task.FromResult(_followers.TrueForAll(follower => follower.Last >= alerts)));

        return new(
            _load.Acknowledged, _load.Acknowledged - events, counted - events, alerts, alerts - _load.Reviews,
            _followers.Count(follower => follower.Last != alerts || follower.Breaks > 0),
            await Number($"SELECT count(*) FROM OrleansMembershipTable WHERE Status = {Dead} "
                + "AND position(Address || ':' || Port || '@' || Generation IN SuspectTimes) = 0"),
            await Number("SELECT count(*) FROM OrleansMembershipTable"),
            await Number("SELECT count(*) FROM customers c CROSS JOIN LATERAL (SELECT count(*) AS all_of_them, "
                + "max(version) AS last FROM journal WHERE customer = c.number) j "
                + "WHERE j.all_of_them <> c.version OR j.last <> c.version"));

        async Task<long> Number(string query)
        {
            await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 600 };
            return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The load ends with its cluster: what it still has to send is not waited for.
        _load.End();
        await _closed.CancelAsync();
        await _following;
        _load.Dispose();
        await Cluster.DisposeAsync();
        _closed.Dispose();
    }

    static async Task Until(Func<Task<bool>> arrived)
    {
        for (var from = Stopwatch.GetTimestamp();
            !await arrived() && Stopwatch.GetElapsedTime(from) < s_deliveryMax;)
        {
            await Task.Delay(100);
        }
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

/// <summary>Who is on the scene.</summary>
/// <param name="Followers">Pages that follow the feed.</param>
sealed record Cast(int Silos, int Apis, int Followers);

/// <summary>What a cluster's database and its agents' pages hold in the end.</summary>
/// <param name="Lost">Acknowledged events that are not in the journal.</param>
/// <param name="Doubled">Events that customers counted more than once.</param>
/// <param name="AlertsOff">Alerts more, or fewer, than reviews.</param>
/// <param name="PagesOff">Pages that missed an alert or had one twice.</param>
/// <param name="DeclaredDead">Silos that did not leave by themselves: others voted them dead.</param>
/// <param name="Started">How often a silo was started.</param>
/// <param name="Torn">Customers whose row is not what the last entry of their whole journal left.</param>
sealed record Left(
    long Acknowledged, long Lost, long Doubled, long Alerts, long AlertsOff, int PagesOff, long DeclaredDead,
    long Started, long Torn);
