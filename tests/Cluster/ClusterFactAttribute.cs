using Engagement.Runtime;
using Engagement.Tests.Storage;

namespace Engagement.Tests.Cluster;

/// <summary>A test of several processes: it needs Orleans, and PostgreSQL for them to meet in.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = RuntimeHost.Name == "Orleans"
        ? PostgresServer.Missing
        : "This build runs on the stand-in, which is one process; build with -p:EngagementRuntime=orleans.";
}
