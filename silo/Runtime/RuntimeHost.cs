#if ORLEANS
using System.Net;
using System.Net.Sockets;
#endif
using Engagement.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;

namespace Engagement.Runtime;

/// <summary>
/// Puts the grains on their runtime. The only file that knows whether that is Orleans or the stand-in; whatever differs
/// between them is here.
/// </summary>
public static class RuntimeHost
{
    /// <summary>Customers that nothing happens to are put to sleep after this long.</summary>
    static readonly TimeSpan s_idleFor = TimeSpan.FromMinutes(15);

#if ORLEANS
    public const string Name = "Orleans";

    /// <summary>Runs the grains in this process, as the only silo.</summary>
    public static void UseEmbeddedSilo(this IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        // The ports are never spoken to from outside; any free ones on loopback will do.
        silo.UseLocalhostClustering(FreePort(), FreePort());
        Configure(silo);
    });

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
#else
    public const string Name = "stand-in";

    /// <summary>Runs the grains in this process.</summary>
    public static void UseEmbeddedSilo(this IHostApplicationBuilder builder) => builder.UseOrleans(Configure);
#endif

    static void Configure(ISiloBuilder silo)
    {
        silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = s_idleFor);
        silo.Services.AddGrainStorage(
            GrainStores.Name, static (services, _) => services.GetRequiredService<Orleans.Storage.IGrainStorage>());
    }
}
