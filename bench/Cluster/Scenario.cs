using Engagement.Commands;

namespace Engagement.Bench.Cluster;

/// <summary>Something that happens to a cluster, in steps that are each looked at alone.</summary>
/// <param name="Key">What the command line calls it.</param>
/// <param name="Name">What the results call it.</param>
sealed record Scenario(string Key, string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>
    /// A small young generation, and a member that stands still for each collection of the whole heap: on two cores
    /// that all share, silos stood still for a sixth to a fifth of the time, about a second each time.
    /// </summary>
    static readonly Dictionary<string, string> s_pressure = new(StringComparer.Ordinal)
    {
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCgen0size"] = "0x200000",
        ["DOTNET_GCConserveMemory"] = "9",
    };

    /// <summary>Environment variables that the cluster's members are started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public static IEnumerable<Scenario> All(Lengths lengths) =>
    [
        SiloKilled(lengths), SiloFrozen(lengths), ApiKilled(lengths), RollingRestart(lengths),
        DatabaseRestarted(lengths), Saturation(lengths),
    ];

    public static Scenario SiloKilled(Lengths lengths) => One(
        "silo-killed", "kill -9 of a silo", lengths.Aftermath, scene => scene.Cluster.Silos[^1].Kill());

    /// <summary>The one that thaws finds that it was declared dead, and leaves.</summary>
    public static Scenario SiloFrozen(Lengths lengths) => new(
        "silo-frozen",
        "a silo frozen",
        [
            new($"frozen for {lengths.Frozen.TotalSeconds:0} s", async scene =>
            {
                scene.Cluster.Silos[^1].Tell("STOP");
                await Task.Delay(lengths.Frozen);
            }),
            new("thawed", async scene =>
            {
                var silo = scene.Cluster.Silos[^1];
                silo.Tell("CONT");
                await silo.Ended.WaitAsync(TimeSpan.FromMinutes(1));
                await Task.Delay(lengths.Aftermath);
            }),
        ]);

    public static Scenario ApiKilled(Lengths lengths) => One(
        "api-killed", "kill -9 of an API", lengths.Aftermath, scene => scene.Cluster.Apis[^1].Kill());

    public static Scenario RollingRestart(Lengths lengths) => One(
        "rolling-restart", "everything restarted, one by one", lengths.Aftermath, async scene =>
        {
            foreach (var member in (ClusterMember[])[.. scene.Cluster.Silos, .. scene.Cluster.Apis])
            {
                await member.Stop(LocalCluster.StopMax);
                await scene.Cluster.Replace();
            }
        });

    public static Scenario DatabaseRestarted(Lengths lengths) => One(
        "database-restarted", "PostgreSQL restarted", lengths.Aftermath, async scene =>
        {
            await scene.Server.Stop();
            await scene.Server.Resume();
        });

    /// <summary>
    /// The counter-test of the times by which a silo is declared dead: none may be that is merely out of breath.
    /// </summary>
    public static Scenario Saturation(Lengths lengths) =>
        One("saturation", "saturated", TimeSpan.Zero, scene =>
            scene.Flood(lengths.Saturated)) with
        {
            Environment = s_pressure,
        };

    static Scenario One(string key, string name, TimeSpan aftermath, Func<Scene, Task> act) => new(
        key,
        name,
        [
            new(name, async scene =>
            {
                await act(scene);
                await Task.Delay(aftermath);
            }),
        ]);
}

/// <summary>A part of what happens, with the time in which its consequences are watched.</summary>
sealed record Step(string Name, Func<Scene, Task> Act);

/// <summary>How long things go on.</summary>
/// <param name="Aftermath">How long consequences are watched.</param>
sealed record Lengths(TimeSpan Frozen, TimeSpan Saturated, TimeSpan Aftermath)
{
    public static readonly Lengths Usual = new(
        TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30));
}
