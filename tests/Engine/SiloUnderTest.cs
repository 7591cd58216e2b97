using System.Net;
using System.Net.Sockets;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Engagement.Tests.Engine;

/// <summary>
/// A silo of Orleans with small grains of the tests' own, for what the product relies on it for.
/// </summary>
public class SiloUnderTest : IAsyncLifetime
{
    // Orleans resolves a clock for each of its own concerns; the ones that talk to the machine keep the machine's.
    static readonly string[] MachineConcerns =
        ["Orleans.Messaging", "Orleans.SystemTimers", "Orleans.Membership", "Orleans.GrainDirectory"];

    readonly IHost _host;

    public SiloUnderTest()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        foreach (var concern in MachineConcerns)
        {
            builder.Services.AddKeyedSingleton(concern, TimeProvider.System);
        }

        builder.Services.AddSingleton(Probe);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: FreePort());
            silo.Configure<GrainCollectionOptions>(Collect);
        });
        _host = builder.Build();
    }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    // Orleans compares its grains' clock with the machine's here and there, so it starts where that one is.
    internal ManualClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    internal Probe Probe { get; } = new();

    public ValueTask InitializeAsync() => new(_host.StartAsync());

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>When grains are collected as idle; a suite about something else wants that never to happen.</summary>
    protected virtual void Collect(GrainCollectionOptions options)
    {
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
