using Engagement.Commands;

namespace Engagement.Bench.Cluster;

/// <summary>Something that happens to a cluster.</summary>
/// <param name="Aftermath">How long its consequences are watched.</param>
sealed record Scenario(string Name, TimeSpan Aftermath, Func<Scene, Task> Act)
{
    public static Scenario SiloKilled(TimeSpan aftermath) =>
        new("kill -9 of a silo", aftermath, scene => scene.Cluster.Silos[^1].Kill());

    /// <summary>The one that thaws finds that it was declared dead, and leaves.</summary>
    public static Scenario SiloFrozen(TimeSpan frozen, TimeSpan aftermath) =>
        new($"a silo frozen for {frozen.TotalSeconds:0} s", aftermath, async scene =>
        {
            var silo = scene.Cluster.Silos[^1];
            silo.Tell("STOP");
            await Task.Delay(frozen);
            silo.Tell("CONT");
            await silo.Ended.WaitAsync(TimeSpan.FromMinutes(1));
        });

    public static Scenario ApiKilled(TimeSpan aftermath) =>
        new("kill -9 of an API", aftermath, scene => scene.Cluster.Apis[^1].Kill());

    public static Scenario RollingRestart(TimeSpan aftermath) =>
        new("everything restarted, one by one", aftermath, async scene =>
        {
            foreach (var member in (ClusterMember[])[.. scene.Cluster.Silos, .. scene.Cluster.Apis])
            {
                await member.Stop(LocalCluster.StopMax);
                await scene.Cluster.Replace();
            }
        });

    public static Scenario DatabaseRestarted(TimeSpan aftermath) =>
        new("PostgreSQL restarted", aftermath, async scene =>
        {
            await scene.Server.Stop();
            await scene.Server.Resume();
        });
}
