using System.Globalization;
using System.Net;
using Engagement.Runtime;
using Microsoft.Extensions.Configuration;

namespace Engagement;

/// <summary>What the environment says; there is nothing else to set.</summary>
/// <param name="Url">Where to listen.</param>
/// <param name="DataFolder">Database, keys and written messages.</param>
/// <param name="Database">A PostgreSQL connection string; null for SQLite in the data folder.</param>
/// <param name="Cluster">Where this process stands among several; null when it is the only one.</param>
sealed record Settings(string Url, string DataFolder, string? Database, ClusterPlace? Cluster = null)
{
    /// <summary>Where customers' links lead: the first address that is listened on.</summary>
    public string PublicUrl => Url.Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);

    public static Settings Of(IConfiguration configuration)
    {
        var database = Given(configuration, "ENGAGE_DATABASE");
        return new(
            Given(configuration, "ENGAGE_URL") ?? "http://localhost:8080",
            Path.GetFullPath(Given(configuration, "ENGAGE_DATA") ?? "./data"),
            database,
            Place(configuration, database));
    }

    static ClusterPlace? Place(IConfiguration configuration, string? database) =>
        Given(configuration, "ENGAGE_CLUSTER") is not { } cluster ? null : new(
            database ?? throw new InvalidOperationException(
                "ENGAGE_CLUSTER is set and ENGAGE_DATABASE is not: the processes of a cluster meet in PostgreSQL."),
            cluster,
            IPAddress.Parse(Given(configuration, "ENGAGE_ADDRESS") ?? "127.0.0.1"),
            Port(configuration, "ENGAGE_SILO_PORT"),
            Port(configuration, "ENGAGE_GATEWAY_PORT"));

    static int Port(IConfiguration configuration, string name) =>
        int.Parse(Given(configuration, name) ?? "0", CultureInfo.InvariantCulture);

    static string? Given(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : null;
}
