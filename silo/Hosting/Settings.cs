using System.Globalization;
using System.Net;
using Engagement.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Engagement;

/// <summary>What the environment and <c>appsettings.json</c> say, by the same names.</summary>
/// <param name="Url">Where to listen.</param>
/// <param name="DataFolder">Database, keys and written messages.</param>
/// <param name="Database">A PostgreSQL connection string; null for SQLite in the data folder.</param>
/// <param name="Cluster">Where this process stands among several; null when it is the only one.</param>
/// <param name="TimeZones">A file with a newer time zone database than the one built in; null for that.</param>
/// <param name="Front">What stands between this process and those who ask.</param>
sealed record Settings(
    string Url,
    string DataFolder,
    string? Database,
    ClusterPlace? Cluster = null,
    string? TimeZones = null,
    ProxyPlace? Front = null)
{
    public const string TimeZonesName = "ENGAGE_TZDB";

    const string DatabaseName = "ENGAGE_DATABASE";
    const string ClusterName = "ENGAGE_CLUSTER";
    const string AddressName = "ENGAGE_ADDRESS";
    const string PlainClusterName = "ENGAGE_ALLOW_PLAIN_CLUSTER";
    const string PlainDatabaseName = "ENGAGE_ALLOW_PLAIN_DATABASE";
    const string KubernetesName = "ENGAGE_KUBERNETES";

    /// <summary>The names of the settings of <see cref="ClusterTls"/>.</summary>
    public const string CertificateName = "ENGAGE_TLS_CERTIFICATE";

    public const string KeyName = "ENGAGE_TLS_KEY";

    public const string AuthorityName = "ENGAGE_TLS_CA";

    public const string NameName = "ENGAGE_TLS_NAME";

    /// <summary>Where customers' links lead: the public address, or else <see cref="LocalUrl"/>.</summary>
    public string PublicUrl => Front?.Origin ?? LocalUrl;

    /// <summary>Where this machine reaches the product: the first address that is listened on.</summary>
    public string LocalUrl => Url.Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);

    /// <exception cref="UnfitSettingException">A setting holds what it may not.</exception>
    public static Settings Of(IConfiguration configuration)
    {
        var database = Given(configuration, DatabaseName) is { } given
            ? ConnectionString(given, IsYes(configuration, PlainDatabaseName))
            : null;
        return new(
            Given(configuration, "ENGAGE_URL") ?? "http://localhost:8080",
            Path.GetFullPath(Given(configuration, "ENGAGE_DATA") ?? "./data"),
            database,
            Place(configuration, database),
            Given(configuration, TimeZonesName),
            ProxyPlace.Of(
                Given(configuration, ProxyPlace.PublicUrlName), Given(configuration, ProxyPlace.ProxiesName)));
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
            Port(configuration, "ENGAGE_GATEWAY_PORT"))
        {
            Tls = Tls(configuration),
            OnKubernetes = IsYes(configuration, KubernetesName),
        };
    }

    static IPAddress Address(IConfiguration configuration)
    {
        var mayBePlain = IsYes(configuration, PlainClusterName);
        var given = Given(configuration, AddressName) ?? "127.0.0.1";
        if (!IPAddress.TryParse(given, out var address)
            || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            throw new UnfitSettingException(
                $"{AddressName} is '{given}', at which nobody can be reached. Give the IP address at which the other "
                + "processes reach this one, such as 10.0.0.5.");
        }

        // Whoever reaches the gateway can call every grain of every workspace.
        return IPAddress.IsLoopback(address) || Tls(configuration) is not null || mayBePlain
            ? address
            : throw new UnfitSettingException(
                $"{AddressName} is {address}, which other machines reach, and whoever reaches a silo can call every "
                + $"grain in it. Set {CertificateName}, {KeyName} and {AuthorityName}, so that only this cluster's "
                + $"processes are let in; or, where nobody else is on that network, {PlainClusterName}=true.");
    }

    static ClusterTls? Tls(IConfiguration configuration)
    {
        string?[] files = [.. new[] { CertificateName, KeyName, AuthorityName }.Select(name =>
            Given(configuration, name))];
        return files switch
        {
            [null, null, null] => null,
            [{ } certificate, { } key, { } authority] =>
                new(certificate, key, authority, Given(configuration, NameName) ?? "engagement"),
            _ => throw new UnfitSettingException(
                $"{CertificateName}, {KeyName} and {AuthorityName} belong together: set all of them, or none."),
        };
    }

    static bool IsYes(IConfiguration configuration, string name) => Given(configuration, name) switch
    {
        null or "false" or "False" => false,
        "true" or "True" => true,
        var other => throw new UnfitSettingException($"{name} is '{other}'. Set it to true, or leave it out."),
    };

    static int Port(IConfiguration configuration, string name)
    {
        var given = Given(configuration, name) ?? "0";
        return ushort.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new UnfitSettingException(
                $"{name} is '{given}', which is no port. Give a number up to {ushort.MaxValue}; 0 takes any free one.");
    }

    // What it holds may be a password, and so may what its reader says of it: neither is repeated.
    static string ConnectionString(string given, bool mayBePlain)
    {
        try
        {
            var read = new NpgsqlConnectionStringBuilder(given);
            if (read is not { Host.Length: > 0 })
            {
                throw Unfit();
            }

            return mayBePlain || IsGuarded(read) ? given : throw new UnfitSettingException(
                $"{DatabaseName} leads to {read.Host}, which is another machine, over a connection that does not prove "
                + "whose it is (SSL Mode). Add 'SSL Mode=VerifyFull' to it, with 'Root Certificate=FILE' for an "
                + $"authority of your own; or, where nobody else is on that network, set {PlainDatabaseName}=true.");
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw Unfit();
        }

        static UnfitSettingException Unfit() => new(
            $"{DatabaseName} is not a connection string of PostgreSQL (it is not shown here: it may hold a password). "
            + "Give one such as 'Host=localhost;Database=engagement;Username=engagement', or leave it out for SQLite.");
    }

    // A socket's folder and loopback stay on this machine.
    static bool IsGuarded(NpgsqlConnectionStringBuilder database) =>
        database.SslMode is SslMode.VerifyCA or SslMode.VerifyFull
        || database.Host!.Split(',').All(host =>
            host.StartsWith('/') || host == "localhost" || IsLoopback(host));

    // A port may follow the host; an address of IPv6 has colons of its own, and brackets when a port follows it.
    static bool IsLoopback(string host) => IPAddress.TryParse(host, out var address)
        ? IPAddress.IsLoopback(address)
        : host.Split(':') is [var name, _] && (name == "localhost"
            || (IPAddress.TryParse(name, out var beforePort) && IPAddress.IsLoopback(beforePort)))
            || (host.StartsWith("[::1]", StringComparison.Ordinal));

    static string? Given(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : null;
}

/// <summary>A setting holds what it may not; the message names it and says what would be right.</summary>
sealed class UnfitSettingException(string message) : Exception(message);
