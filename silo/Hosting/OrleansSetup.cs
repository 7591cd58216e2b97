using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Engagement.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Engagement.Hosting;

/// <summary>
/// Puts the grains on Orleans: as the only silo, as one of several, or as a caller of silos elsewhere.
/// </summary>
public static class OrleansSetup
{
    /// <summary>Customers that nothing happens to are put to sleep after this long.</summary>
    static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(15);

    /// <summary>Orleans' name for whose states they are; the product's own rows carry it too.</summary>
    const string Service = "engagement";

    const string AdoNet = "engagement-ado-net";

    const string Npgsql = "Npgsql";

    /// <summary>Orleans with its version, as the start-up lines and <c>doctor</c> name it.</summary>
    public static string Name { get; } = $"Orleans {Version(typeof(ISiloBuilder).Assembly)}";

    /// <summary>Runs the grains in this process, as the only silo.</summary>
    /// <param name="database">PostgreSQL's connection string; null when the product is on SQLite.</param>
    public static void UseEmbeddedSilo(this IHostApplicationBuilder builder, string? database)
    {
        builder.Quieten();
        builder.UseOrleans(silo =>
        {
            // The ports are never spoken to from outside; any free ones on loopback will do.
            silo.UseLocalhostClustering(FreePort(), FreePort(), serviceId: Service, clusterId: Service);
            // Every grain is here; a cache of where the others' are would take its room at the start all the same.
            silo.Configure<GrainDirectoryOptions>(options =>
                (options.CachingStrategy, options.CacheSize) = (GrainDirectoryOptions.CachingStrategyType.None, 100));
            Configure(silo, database);
        });
    }

    /// <summary>Runs the grains in this process, as one silo of several.</summary>
    public static void UseSilo(this IHostApplicationBuilder builder, ClusterPlace place)
    {
        builder.Quieten();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => Join(options, place));
            silo.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = place.Address;
                options.SiloPort = place.SiloPort == 0 ? FreePort() : place.SiloPort;
                options.GatewayPort = place.GatewayPort == 0 ? FreePort() : place.GatewayPort;
            });
            silo.UseAdoNetClustering(options => options.Configure<IStoreHealth>((found, _) =>
                (found.Invariant, found.ConnectionString) = (Npgsql, ForOrleans(place.Database))));
            silo.UseClusterTimes();
            silo.UseClusterTls(place.Tls);
            if (place.OnKubernetes)
            {
                silo.UseKubernetesHosting();
            }

            Configure(silo, place.Database);
        });
    }

    /// <summary>Calls the grains that run in the cluster's silos.</summary>
    public static void UseSilosApart(this IHostApplicationBuilder builder, ClusterPlace place)
    {
        builder.Quieten();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => Join(options, place));
            client.UseAdoNetClustering(options => options.Configure<IStoreHealth>((found, _) =>
                (found.Invariant, found.ConnectionString) = (Npgsql, ForOrleans(place.Database))));
            client.UseClusterTimes();
            client.Services.AddCrossingExceptions();
            client.UseClusterTls(place.Tls);
            client.Services.AddSingleton<IClusterConnectionStatusObserver>(
                static services => services.GetRequiredService<LostSilos>());
            client.Services.AddSingleton<IClientConnectionRetryFilter>(services =>
                ActivatorUtilities.CreateInstance<SilosAwaited>(services, place));
        });
    }

    static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
            .Split('+', ' ')[0].TrimEnd('.');

    static void Quieten(this IHostApplicationBuilder builder)
    {
        // Placement runs through a pipeline of Polly's, which tells two lines of every customer that wakes.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        // These name a customer in each warning; what they warn of is answered to whoever waits, and counted.
        builder.Logging.AddFilter("Orleans.Runtime.CallbackData", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Runtime.Scheduler", LogLevel.Error);
        // RefusedMembers says the same in a line; these come at each try, with their stacks.
        builder.Logging.AddFilter("Orleans.Connections.Security", LogLevel.Error);
        // What keeps a process from starting is said in one line by whoever starts it; the host adds its stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // Orleans reports a failed write of a state under the name of what keeps it, and throws it, too.
        builder.Logging.AddFilter("Engagement.Storage.GrainState", LogLevel.None);
        builder.Logging.AddFilter(typeof(TextKeys).FullName!.Replace('+', '.'), LogLevel.None);
        // At every start one advises a garbage collector, and the other takes the machine's uptime for a stall.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
    }

    static void Join(ClusterOptions options, ClusterPlace place) =>
        (options.ServiceId, options.ClusterId) = (Service, place.Cluster);

    static void Configure(ISiloBuilder silo, string? database)
    {
        silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = IdleFor);
        silo.Services.AddCrossingExceptions();
        KeepStates(silo, database);
    }

    static void KeepStates(ISiloBuilder silo, string? database)
    {
        if (database is null)
        {
            silo.Services.AddGrainStorage(
                GrainStores.Name, static (services, _) => services.GetRequiredService<IGrainStorage>());
            return;
        }

        // Asking for the store brings the schema up to date, before Orleans reads its statements from it.
        silo.AddAdoNetGrainStorage(AdoNet, options => options.Configure<IStoreHealth>((kept, _) =>
        {
            (kept.Invariant, kept.ConnectionString) = (Npgsql, ForOrleans(database));
            kept.GrainStorageSerializer = new PlainJson();
        }));
        silo.Services.AddGrainStorage(
            GrainStores.Name,
            static (services, _) => new TextKeys(
                services.GetRequiredService<IGrainStorage>(),
                services.GetRequiredKeyedService<IGrainStorage>(AdoNet)));
    }

    /// <summary>Orleans' few statements, on few connections that each prepare them once.</summary>
    static string ForOrleans(string database) => new NpgsqlConnectionStringBuilder(database)
    {
        ApplicationName = "engagement-orleans",
        MaxPoolSize = 8,
        MaxAutoPrepare = 20,
        AutoPrepareMinUsages = 2,
    }.ConnectionString;

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The bytes that the product's own storage writes, so that either reads what the other wrote.</summary>
    sealed class PlainJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

        public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input)!;
    }

    /// <summary>
    /// Orleans' provider takes a key of hex digits for a number, and then <c>abc</c>, <c>ABC</c> and <c>0abc</c> are
    /// one row. The product's own keys hold a slash and never read so; any that does is marked as text.
    /// <para>
    /// Orleans' provider also reads each state in a trip of its own, and every first touch of a customer is a read. The
    /// product's own storage reads the same rows, those of many customers that wake together in one trip.
    /// </para>
    /// </summary>
    sealed class TextKeys(IGrainStorage reads, IGrainStorage storage) : IGrainStorage
    {
        const char Mark = '\'';

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            reads.ReadStateAsync(stateName, AsText(grainId), grainState);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            storage.WriteStateAsync(stateName, AsText(grainId), grainState);

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            storage.ClearStateAsync(stateName, AsText(grainId), grainState);

        static GrainId AsText(GrainId id)
        {
            var key = id.Key.ToString()!;
            return key.StartsWith(Mark) || id.TryGetIntegerKey(out _, out _) || id.TryGetGuidKey(out _, out _)
                ? GrainId.Create(id.Type, Mark + key)
                : id;
        }
    }
}
