using Engagement.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Storage;

/// <summary>One opened store and its seams, over a database of its own.</summary>
sealed class Store : IAsyncDisposable
{
    readonly ServiceProvider _services;
    readonly Func<ValueTask> _drop;

    Store(StorageOptions options, Func<ValueTask> drop)
    {
        (Options, _drop) = (options, drop);
        _services = new ServiceCollection().AddLogging().AddEngagementStorage(options).BuildServiceProvider();
        Customers = Get<ICustomerStore>();
    }

    public StorageOptions Options { get; }

    public ICustomerStore Customers { get; }

    public IDueIndex Due => Get<IDueIndex>();

    public IOutbox Outbox => Get<IOutbox>();

    public IAlertFeed Feed => Get<IAlertFeed>();

    public IDefinitionStore Definitions => Get<IDefinitionStore>();

    public IWorkspaces Workspaces => Get<IWorkspaces>();

    public ICustomerReads Reads => Get<ICustomerReads>();

    public CommitSignals Signals => Get<CommitSignals>();

    public static async Task<Store> Open(Dialect dialect)
    {
        var (options, drop) = await Prepare(dialect);
        return new(options, drop);
    }

    /// <summary>Opens a database that others know too, and drops it in the end.</summary>
    public static Store Over(StorageOptions options, Func<ValueTask>? drop = null) =>
        new(options, drop ?? (() => ValueTask.CompletedTask));

    /// <summary>A new, empty database.</summary>
    public static async Task<(StorageOptions Options, Func<ValueTask> Drop)> Prepare(Dialect dialect)
    {
        if (dialect == Dialect.Postgres)
        {
            var database = await PostgresServer.Shared.Create();
            return (new() { ConnectionString = database }, () => PostgresServer.Shared.Drop(database));
        }

        var folder = Directory.CreateTempSubdirectory("engage-store-").FullName;
        return (new() { DataFolder = folder }, () =>
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _drop();
    }
}
