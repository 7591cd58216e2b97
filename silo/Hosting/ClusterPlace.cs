using System.Net;

namespace Engagement.Hosting;

/// <summary>Where one process of a cluster stands. The cluster's members find each other in the database.</summary>
/// <param name="Database">Npgsql's connection string; the cluster's members and the grains' states are in it.</param>
/// <param name="Cluster">Processes of one name on one database belong together.</param>
/// <param name="Address">Where the others reach this process.</param>
/// <param name="SiloPort">For the other silos; 0 takes any free one.</param>
/// <param name="GatewayPort">For the API's processes; 0 takes any free one.</param>
public sealed record ClusterPlace(
    string Database, string Cluster, IPAddress Address, int SiloPort = 0, int GatewayPort = 0)
{
    /// <summary>How the processes prove to each other that they belong here; null when they speak plainly.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>Kubernetes is asked which silos' pods are gone.</summary>
    public bool OnKubernetes { get; init; }
}

/// <summary>Files in PEM with which a process of a cluster proves that it belongs there.</summary>
/// <param name="Certificate">Its own certificate.</param>
/// <param name="Key">That certificate's private key.</param>
/// <param name="Authority">Who signs the certificates of this cluster's processes.</param>
/// <param name="Name">The name that each of these certificates is made out to.</param>
public sealed record ClusterTls(string Certificate, string Key, string Authority, string Name);
