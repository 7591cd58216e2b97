using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Microsoft.Extensions.Hosting;

public static class OrleansSiloGenericHostExtensions
{
    /// <summary>Runs a silo in the host.</summary>
    public static IHostApplicationBuilder UseOrleans(
        this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        Add(hostAppBuilder.Services, hostAppBuilder.Configuration, configureDelegate);
        return hostAppBuilder;
    }

    /// <inheritdoc cref="UseOrleans(IHostApplicationBuilder, Action{ISiloBuilder})"/>
    public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<ISiloBuilder> configureDelegate) =>
        hostBuilder.ConfigureServices(
            (context, services) => Add(services, context.Configuration, configureDelegate));

    static void Add(IServiceCollection services, IConfiguration configuration, Action<ISiloBuilder> configure)
    {
        if (services.All(known => known.ServiceType != typeof(Silo)))
        {
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<Silo>();
            services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>());
            services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>());
            services.AddHostedService(provider => provider.GetRequiredService<Silo>());
        }

        configure(new SiloBuilder(services, configuration));
    }

    sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder;
}
