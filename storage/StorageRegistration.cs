using Engagement.Storage.Sqlite;

namespace Engagement.Storage;

public static class StorageRegistration
{
    /// <summary>
    /// Registers every seam of storage over one database. It is opened, and its schema brought up to date, when the host
    /// starts or something first asks for it; both end with a clear message when it cannot be used.
    /// </summary>
    public static IServiceCollection AddEngagementStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton<CommitSignals>();
        return services.AddSqlite(options);
    }

    static IServiceCollection AddSqlite(this IServiceCollection services, StorageOptions options) => services
        .AddSingleton(provider => SqliteDatabase.Open(
            options.DataFolder,
            provider.GetRequiredService<CommitSignals>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<SqliteDatabase>())
        .AddSingleton<ICommitLoad>(provider => provider.GetRequiredService<SqliteDatabase>().Queue)
        .AddSingleton<ICustomerStore, SqliteCustomerStore>()
        .AddSingleton<IDueIndex, SqliteDueIndex>()
        .AddSingleton<SqliteOutbox>()
        .AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqliteOutbox>())
        .AddSingleton<IOutboxPurge>(provider => provider.GetRequiredService<SqliteOutbox>())
        .AddSingleton<IAlertFeed, SqliteAlertFeed>()
        .AddSingleton<IDefinitionStore, SqliteDefinitionStore>()
        .AddSingleton<IWorkspaces, SqliteWorkspaces>()
        .AddSingleton<ICustomerReads, SqliteCustomerReads>();
}
