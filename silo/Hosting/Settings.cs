using System.Globalization;
using System.Net;
using Engagement.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Engagement;

/// <summary>What the environment says; there is nothing else to set.</summary>
/// <param name="Url">Where to listen.</param>
/// <param name="DataFolder">Database, keys and written messages.</param>
/// <param name="Database">A PostgreSQL connection string; null for SQLite in the data folder.</param>
/// <param name="Cluster">Where this process stands among several; null when it is the only one.</param>
/// <param name="TimeZones">A file with a newer time zone database than the one built in; null for that.</param>
sealed record Settings(
    string Url, string DataFolder, string? Database, ClusterPlace? Cluster = null, string? TimeZones = null)
{
    public const string TimeZonesName = "ENGAGE_TZDB";

    const string DatabaseName = "ENGAGE_DATABASE";
    const string ClusterName = "ENGAGE_CLUSTER";
    const string AddressName = "ENGAGE_ADDRESS";

    /// <summary>Where customers' links lead: the first address that is listened on.</summary>
    public string PublicUrl => Url.Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);

    /// <exception cref="UnfitSettingException">A setting holds what it may not.</exception>
    public static Settings Of(IConfiguration configuration)
    {
        var database = Given(configuration, DatabaseName) is { } given ? ConnectionString(given) : null;
        return new(
            Given(configuration, "ENGAGE_URL") ?? "http://localhost:8080",
            Path.GetFullPath(Given(configuration, "ENGAGE_DATA") ?? "./data"),
            database,
            Place(configuration, database),
            Given(configuration, TimeZonesName));
    }

    static ClusterPlace? Place(IConfiguration configuration, string? database)
    {
        if (Given(configuration, ClusterName) is not { } cluster)
        {
            return null;
        }

        return new ClusterPlace(
            database ?? throw new UnfitSettingException(
                $"{ClusterName} is '{cluster}' and {DatabaseName} is not set: the processes of a cluster meet in "
                + "PostgreSQL. Set both, or neither."),
            cluster,
            Address(configuration),
            Port(configuration, "ENGAGE_SILO_PORT"),
            Port(configuration, "ENGAGE_GATEWAY_PORT"));
    }

    static IPAddress Address(IConfiguration configuration)
    {
        var given = Given(configuration, AddressName) ?? "127.0.0.1";
        return IPAddress.TryParse(given, out var address) ? address : throw new UnfitSettingException(
            $"{AddressName} is '{given}', which is no IP address. Give the one at which the other processes reach this "
            + "one, such as 10.0.0.5.");
    }

    static int Port(IConfiguration configuration, string name)
    {
        var given = Given(configuration, name) ?? "0";
        return ushort.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new UnfitSettingException(
                $"{name} is '{given}', which is no port. Give a number up to {ushort.MaxValue}; 0 takes any free one.");
    }

    // What it holds may be a password, and so may what its reader says of it: neither is repeated.
    static string ConnectionString(string given)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(given) is { Host.Length: > 0 } ? given : throw Unfit();
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw Unfit();
        }

        static UnfitSettingException Unfit() => new(
            $"{DatabaseName} is not a connection string of PostgreSQL (it is not shown here: it may hold a password). "
            + "Give one such as 'Host=localhost;Database=engagement;Username=engagement', or leave it out for SQLite.");
    }

    static string? Given(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : null;
}

/// <summary>A setting holds what it may not; the message names it and says what would be right.</summary>
sealed class UnfitSettingException(string message) : Exception(message);
