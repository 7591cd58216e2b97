using System.Net;

namespace Engagement.Hosting;

/// <summary>Where one process of a cluster stands. The cluster's members find each other in the database.</summary>
/// <param name="Database">Npgsql's connection string; the cluster's members and the grains' states are in it.</param>
/// <param name="Cluster">Processes of one name on one database belong together.</param>
/// <param name="Address">Where the others reach this process.</param>
/// <param name="SiloPort">For the other silos; 0 takes any free one.</param>
/// <param name="GatewayPort">For the API's processes; 0 takes any free one.</param>
public sealed record ClusterPlace(
    string Database, string Cluster, IPAddress Address, int SiloPort = 0, int GatewayPort = 0);
