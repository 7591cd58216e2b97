using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Hosting;
using Engagement.Storage;
using Engagement.Tests.Simulation;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Engagement.Tests.Engine;

/// <summary>
/// The product's grains on the product's silo, over SQLite in a folder of its own. Its probe notes each tail that a
/// customer reads and each snapshot that is kept; its store waits or fails where a test says so.
/// </summary>
sealed class ProductSilo : IAsyncDisposable
{
    public const string Workspace = "shop";

    readonly IHost _host;
    readonly string _folder;

    ProductSilo(string folder, Action<GrainCollectionOptions>? collect)
    {
        _folder = folder;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddEngagementStorage(new() { DataFolder = folder });
        builder.Services.AddSingleton<ICatalogues>(new FixedCatalogues(new(
            new(Workspace, Workspace, false, null, "Etc/UTC", "en", default), Catalogue.Empty)));
        Wrap<ICustomerStore>(builder.Services, inner => new TryingStore(inner, Probe));
        Wrap<IGrainStorage>(builder.Services, inner => new NotedStates(inner, Probe));
        builder.UseEmbeddedSilo(database: null);
        if (collect is not null)
        {
            builder.Services.Configure(collect);
        }

        _host = builder.Build();
    }

    public Probe Probe { get; } = new();

    public TryingStore Store => (TryingStore)Get<ICustomerStore>();

    public IGrainFactory Grains => Get<IGrainFactory>();

    /// <param name="collect">Changes when idle grains are collected; the product's own times if there is none.</param>
    public static async Task<ProductSilo> Start(Action<GrainCollectionOptions>? collect = null)
    {
        var silo = new ProductSilo(Directory.CreateTempSubdirectory("engage-silo-").FullName, collect);
        await silo._host.StartAsync();
        return silo;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public ICustomerGrain Customer(string id) =>
        Grains.GetGrain<ICustomerGrain>(new CustomerKey(Workspace, id).ToString());

    /// <summary>Puts every grain to sleep that is idle now, as the collector does after their time.</summary>
    public Task CollectIdle() => Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    static void Wrap<T>(IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        var registered = services.Last(service => service.ServiceType == typeof(T) && !service.IsKeyedService);
        services.AddSingleton(provider =>
            wrap((T)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)));
    }

    sealed class NotedStates(IGrainStorage inner, Probe probe) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            inner.ReadStateAsync(stateName, grainId, grainState);

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            await inner.WriteStateAsync(stateName, grainId, grainState);
            if (grainState.State is CustomerSnapshot snapshot)
            {
                probe.Note($"snapshot of {grainId.Key} at {snapshot.Version}");
            }
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            inner.ClearStateAsync(stateName, grainId, grainState);
    }
}
