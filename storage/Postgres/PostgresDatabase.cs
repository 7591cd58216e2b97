using System.Collections.Concurrent;
using System.Net.Sockets;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>
/// The database, by two ways: statements of the hot path join a handful of given rows to big tables by their keys and
/// are planned once for all; what people search and count is planned for what they ask.
/// </summary>
sealed class PostgresDatabase : IStoreHealth, IStoreClock, IAsyncDisposable
{
    const int ServerVersionMin = 150000;

    // One plan fits all, and a plan made while a table was small must not become a scan of it when it has grown.
    internal const string PlannerOptions = "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off";

    // A process that hangs may hold rows. Who waits for one of them holds up everybody in the same transaction, so
    // nobody waits long; and the server ends a transaction that its client has left standing.
    const string LockOptions = "-c lock_timeout=250 -c idle_in_transaction_session_timeout=5000";

    // A search must not take several of the server's processors at once: commits need them, too.
    const string ReadOptions = "-c max_parallel_workers_per_gather=0";

    // Several processes that start at once on a new database wait for the one that brings its schema up to date.
    const string MigrationPatience = "SET LOCAL lock_timeout = '60s'";

    // Any number will do that no other program on the same database takes for its own lock.
    const long MigrationLock = 0x656e67616765;

    readonly ConcurrentDictionary<string, int> _workspaces = new(StringComparer.Ordinal);

    PostgresDatabase(PostgresConnections byKey, PostgresConnections reads) => (ByKey, Reads) = (byKey, reads);

    /// <summary>By what this process marks the rows that it claims.</summary>
    public long Owner { get; } = ProcessNumber.Draw();

    /// <summary>For statements that meet big tables by their keys: commits, claims, feeds, journals.</summary>
    public PostgresConnections ByKey { get; }

    /// <summary>For whatever lists, filters and counts.</summary>
    public PostgresConnections Reads { get; }

    /// <summary>Connects and brings the schema up to date.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says why.</exception>
    public static PostgresDatabase Open(string connectionString, TimeProvider clock)
    {
        var settings = Settings(connectionString, $"{PlannerOptions} {LockOptions}", poolMax: 12);
        var byKey = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        try
        {
            Migrate(byKey, clock);
            return new(new(byKey), new(new NpgsqlDataSourceBuilder(
                Settings(connectionString, $"{ReadOptions} {LockOptions}", poolMax: 8).ConnectionString).Build()));
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException)
        {
            byKey.Dispose();
            throw new InvalidOperationException(
                $"Database '{settings.Database}' at {settings.Host}:{settings.Port} cannot be used: {error.Message}",
                error);
        }
        catch
        {
            byKey.Dispose();
            throw;
        }
    }

    /// <summary>The number that stands for a workspace in rows; null when nothing was ever written in it.</summary>
    public async ValueTask<int?> FindWorkspace(string workspace, CancellationToken cancellation)
    {
        if (_workspaces.TryGetValue(workspace, out var known))
        {
            return known;
        }

        var found = await ByKey.Number(
            "SELECT number FROM workspace_numbers WHERE workspace = $1", cancellation, workspace);
        return found is { } number ? _workspaces[workspace] = (int)number : null;
    }

    public async ValueTask<int> FindOrAddWorkspace(string workspace, CancellationToken cancellation)
    {
        if (await FindWorkspace(workspace, cancellation) is { } known)
        {
            return known;
        }

        // Committed at once, whatever becomes of the write it is for: a number without rows does no harm.
        await ByKey.Run(
            "INSERT INTO workspace_numbers (workspace) VALUES ($1) ON CONFLICT DO NOTHING", cancellation, workspace);
        return (await FindWorkspace(workspace, cancellation))!.Value;
    }

    /// <summary>A lane as it is stored: 0 for the live one, else the rehearsal workspace's number.</summary>
    public async ValueTask<int?> FindLane(string lane, CancellationToken cancellation) =>
        lane == Lanes.Live ? 0 : await FindWorkspace(Lanes.Workspace(lane), cancellation);

    public async ValueTask<DateTimeOffset> Now(CancellationToken cancellation) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds((await ByKey.Number(
            "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint", cancellation))!.Value);

    public async ValueTask<string?> Problem(CancellationToken cancellation)
    {
        try
        {
            // It must take writes too: a full disk and a standby still answer questions.
            await ByKey.Run("UPDATE migrations SET applied_at = applied_at WHERE number = 1", cancellation);
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ByKey.DisposeAsync();
        await Reads.DisposeAsync();
    }

    static NpgsqlConnectionStringBuilder Settings(string connectionString, string options, int poolMax)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // Statements here are few and constant: each connection prepares them once.
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= "engagement";
        Default(settings, "Maximum Pool Size", poolMax);
        Default(settings, "Timeout", 5);
        Default(settings, "Command Timeout", 20);
        Default(settings, "Keepalive", 30);
        settings.Options = $"{settings.Options} {options}".Trim();
        return settings;
    }

    static void Default(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!settings.ShouldSerialize(keyword))
        {
            settings[keyword] = value;
        }
    }

    static void Migrate(NpgsqlDataSource connections, TimeProvider clock)
    {
        using var connection = connections.OpenConnection();
        if (connection.PostgreSqlVersion.Major < ServerVersionMin / 10_000)
        {
            throw new InvalidOperationException(
                $"PostgreSQL {connection.PostgreSqlVersion} is too old: version 15 or newer is needed.");
        }

        // Several processes may start at once on a new database; the lock ends with the connection's transaction.
        using var transaction = connection.BeginTransaction();
        Run(MigrationPatience);
        Run($"SELECT pg_advisory_xact_lock({MigrationLock})");
        Run(
            """
            CREATE TABLE IF NOT EXISTS migrations (
              number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL)
            """);
        var known = Migration.Of("Postgres");
        var applied = Applied(connection);
        foreach (var migration in Migration.Missing(known, applied, $"The database '{connection.Database}'"))
        {
            Run(migration.Script);
            if (migration.Name == FoldedRows.Migration)
            {
                FoldedRows.Fill(connection, transaction);
            }

            Run(
                "INSERT INTO migrations VALUES ($1, $2, $3, $4)",
                migration.Number, migration.Name, migration.Checksum, clock.GetUtcNow().Stored());
        }

        transaction.Commit();

        void Run(string sql, params object[] parameters)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new() { Value = parameter });
            }

            command.ExecuteNonQuery();
        }
    }

    static List<(int Number, string Checksum)> Applied(NpgsqlConnection connection)
    {
        var applied = new List<(int, string)>();
        using var command = new NpgsqlCommand("SELECT number, checksum FROM migrations ORDER BY number", connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            applied.Add((reader.GetInt32(0), reader.GetString(1)));
        }

        return applied;
    }
}
