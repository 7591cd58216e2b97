using Engagement.Tests.Storage;

namespace Engagement.Tests.Cluster;

/// <summary>A test of several processes: it needs PostgreSQL for them to meet in.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = PostgresServer.Missing!;
}
