using Engagement.Storage.GrainState;
using Engagement.Storage.Postgres;
using Engagement.Storage.Sqlite;
using Orleans.Storage;

namespace Engagement.Storage;

public static class StorageRegistration
{
    /// <summary>
    /// Registers every seam of storage over one database. It is opened, and its schema brought up to date, when
    /// something first asks for it; that ends with a clear message when it cannot be used.
    /// </summary>
    public static IServiceCollection AddEngagementStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton<CommitSignals>();
        services.AddSingleton<IGrainStorage, GrainStorage>();
        return options.ConnectionString is { } connectionString
            ? services.AddPostgres(connectionString, options.CommitWriters)
            : services.AddSqlite(options.DataFolder);
    }

    static IServiceCollection AddSqlite(this IServiceCollection services, string dataFolder) => services
        .AddSingleton(provider => SqliteDatabase.Open(
            dataFolder, new OwnThreads(), provider.GetRequiredService<CommitSignals>(), Clock(provider),
            provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<SqliteDatabase>())
        .AddSingleton<ICommitLoad>(provider => provider.GetRequiredService<SqliteDatabase>().Queue)
        .AddSingleton<ICustomerStore, SqliteCustomerStore>()
        .AddSingleton<IDueIndex, SqliteDueIndex>()
        .AddSingleton<ISuspectCustomers, SqliteSuspectCustomers>()
        .AddSingleton<ISuspectEffects, SqliteSuspectEffects>()
        .AddSingleton<SqliteOutbox>()
        .AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqliteOutbox>())
        .AddSingleton<IOutboxPurge>(provider => provider.GetRequiredService<SqliteOutbox>())
        .AddSingleton<IAlertFeed, SqliteAlertFeed>()
        .AddSingleton<IDefinitionStore, SqliteDefinitionStore>()
        .AddSingleton<IWorkspaces, SqliteWorkspaces>()
        .AddSingleton<IAheadOfTime, SqliteAheadOfTime>()
        .AddSingleton<ICustomerReads, SqliteCustomerReads>()
        .AddSingleton<IWebhookStore, SqliteWebhooks>()
        .AddSingleton<IStateRows>(
            provider => new SqliteStateRows(provider.GetRequiredService<SqliteDatabase>(), Clock(provider)));

    static IServiceCollection AddPostgres(this IServiceCollection services, string connectionString, int writers) =>
        services
        .AddSingleton(provider => PostgresDatabase.Open(connectionString, Clock(provider)))
        .AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<PostgresDatabase>())
        .AddSingleton<IStoreClock>(provider => provider.GetRequiredService<PostgresDatabase>())
        .AddSingleton(provider =>
        {
            var database = provider.GetRequiredService<PostgresDatabase>();
            var commits = new PostgresCommits(database, Clock(provider));
            return new PostgresCustomerStore(
                database, [.. Enumerable.Range(0, writers).Select(_ => Group(provider, commits))]);
        })
        .AddSingleton<IStateRows>(provider =>
        {
            var database = provider.GetRequiredService<PostgresDatabase>();
            return new PostgresStateRows(database, Group(provider, new PostgresStateWrites(database)));
        })
        .AddSingleton<ICommitLoad>(provider => provider.GetRequiredService<PostgresCustomerStore>())
        .AddSingleton<ICustomerStore>(provider => provider.GetRequiredService<PostgresCustomerStore>())
        .AddSingleton<IDueIndex, PostgresDueIndex>()
        .AddSingleton<ISuspectCustomers, PostgresSuspectCustomers>()
        .AddSingleton<ISuspectEffects, PostgresSuspectEffects>()
        .AddSingleton<PostgresOutbox>()
        .AddSingleton<IOutbox>(provider => provider.GetRequiredService<PostgresOutbox>())
        .AddSingleton<IOutboxPurge>(provider => provider.GetRequiredService<PostgresOutbox>())
        .AddSingleton<IAlertFeed, PostgresAlertFeed>()
        .AddSingleton<IDefinitionStore, PostgresDefinitionStore>()
        .AddSingleton<IWorkspaces, PostgresWorkspaces>()
        .AddSingleton<IAheadOfTime, PostgresAheadOfTime>()
        .AddSingleton<ICustomerReads, PostgresCustomerReads>()
        .AddSingleton<IWebhookStore, PostgresWebhooks>();

    static GroupCommit Group(IServiceProvider provider, ITransactor transactor) => new(
        transactor,
        provider.GetRequiredService<CommitSignals>(),
        Clock(provider),
        provider.GetRequiredService<ILogger<GroupCommit>>(),
        TaskScheduler.Default);

    static TimeProvider Clock(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
