using Orleans.Configuration;
using Orleans.Hosting;

namespace Engagement.Hosting;

/// <summary>
/// How long the processes of a cluster wait for each other. Orleans' own times suit clusters whose members may be away
/// for minutes; here somebody waits for an answer, and customers of a silo that is gone wake elsewhere within seconds.
/// </summary>
static class ClusterTimes
{
    /// <summary>A silo that does not answer a probe for so long has missed it.</summary>
    public static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What a probe's patience grows to at the most while this silo or the other is slow, so that a pause of a busy
    /// silo is no death. A silo from which any message came within so long, times the probes it may miss, is never
    /// voted dead: one that freezes is held for alive at least until then.
    /// </summary>
    public static readonly TimeSpan ProbeMax = TimeSpan.FromSeconds(2);

    /// <summary>So many probes missed one after the other are a vote for death.</summary>
    public const int MissedProbesMax = 3;

    /// <summary>How often an API looks up which silos there are, and so learns that one was declared dead.</summary>
    public static readonly TimeSpan GatewaysRefresh = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a call waits for its answer. A call to a silo that froze is refused after so long; each that a queue
    /// holds up for longer would be, too, although it is done in the end, so it is well above what overload adds.
    /// </summary>
    public static readonly TimeSpan Response = TimeSpan.FromSeconds(8);

    public static void UseClusterTimes(this ISiloBuilder silo)
    {
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = Probe;
            options.MaxProbeTimeout = ProbeMax;
            options.NumMissedProbesLimit = MissedProbesMax;
            // A silo that is itself out of breath gives the others more time: its own pause must not pass for theirs.
            options.ExtendProbeTimeoutDuringDegradation = true;
        });
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Response);
    }

    public static void UseClusterTimes(this IClientBuilder client)
    {
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewaysRefresh);
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Response);
    }
}
