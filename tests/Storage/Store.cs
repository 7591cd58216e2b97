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
        if (dialect == Dialect.Postgres)
        {
            var database = await PostgresServer.Shared.Create();
            return new(new() { ConnectionString = database }, () => PostgresServer.Shared.Drop(database));
        }

        var folder = Directory.CreateTempSubdirectory("engage-store-").FullName;
        return OpenFolder(folder, () =>
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Opens a SQLite store in a folder that outlives it.</summary>
    public static Store OpenFolder(string folder, Func<ValueTask>? drop = null) =>
        new(new() { DataFolder = folder }, drop ?? (() => ValueTask.CompletedTask));

    /// <summary>Opens another store over the same database, as another process would.</summary>
    public static Store OpenAgain(Store other) => new(other.Options, () => ValueTask.CompletedTask);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _drop();
    }
}
