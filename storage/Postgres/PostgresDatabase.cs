using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>
/// The database and its few connections. What goes wrong on the way to it is one exception to everybody.
/// </summary>
sealed class PostgresDatabase : IStoreHealth, IAsyncDisposable
{
    const int ServerVersionMin = 150000;

    const string PlannerOptions = "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off";

    // Any number will do that no other program on the same database takes for its own lock.
    const long MigrationLock = 0x656e67616765;

    readonly ConcurrentDictionary<string, int> _workspaces = new(StringComparer.Ordinal);

    PostgresDatabase(NpgsqlDataSource connections) => Connections = connections;

    public NpgsqlDataSource Connections { get; }

    /// <summary>Connects and brings the schema up to date.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says why.</exception>
    public static PostgresDatabase Open(string connectionString, TimeProvider clock)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // Statements here are few and constant: each connection prepares them once.
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= "engagement";
        Default(settings, "Maximum Pool Size", 12);
        Default(settings, "Timeout", 5);
        Default(settings, "Command Timeout", 20);
        Default(settings, "Keepalive", 30);
        // The statements join a handful of given rows to big tables by their keys. One plan fits all, and a plan made
        // while a table was small must not become a scan of it when it has grown.
        settings.Options = $"{settings.Options} {PlannerOptions}".Trim();
        var connections = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        try
        {
            Migrate(connections, clock);
            return new(connections);
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException)
        {
            connections.Dispose();
            throw new InvalidOperationException(
                $"Database '{settings.Database}' at {settings.Host}:{settings.Port} cannot be used: {error.Message}",
                error);
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    /// <summary>All rows of one statement.</summary>
    public async ValueTask<ImmutableArray<T>> All<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object?[] parameters)
    {
        try
        {
            await using var connection = await Connections.OpenConnectionAsync(cancellation);
            return await connection.All(sql, read, cancellation, parameters);
        }
        catch (Exception error) when (IsOutage(error))
        {
            throw Unavailable(error);
        }
    }

    /// <summary>Several statements of one transaction.</summary>
    public async ValueTask<T> Transaction<T>(
        Func<NpgsqlConnection, ValueTask<T>> statements, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await Connections.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var answer = await statements(connection);
            await transaction.CommitAsync(cancellation);
            return answer;
        }
        catch (Exception error) when (IsOutage(error))
        {
            throw Unavailable(error);
        }
    }

    /// <summary>The first row of one statement, or null.</summary>
    public async ValueTask<T?> First<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object?[] parameters)
        where T : class =>
        await All(sql, read, cancellation, parameters) is [var first, ..] ? first : null;

    /// <summary>The first column of the first row; null for none.</summary>
    public async ValueTask<long?> Number(string sql, CancellationToken cancellation, params object?[] parameters) =>
        await All(
            sql,
            row => row.IsDBNull(0) ? (long?)null : Convert.ToInt64(row.GetValue(0), null),
            cancellation,
            parameters)
            is [var number, ..] ? number : null;

    /// <summary>Runs one statement. Returns how many rows it changed.</summary>
    public async ValueTask<int> Run(string sql, CancellationToken cancellation, params object?[] parameters)
    {
        try
        {
            await using var command = Connections.CreateCommand(sql);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new() { Value = parameter ?? DBNull.Value });
            }

            return await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception error) when (IsOutage(error))
        {
            throw Unavailable(error);
        }
    }

    /// <summary>The number that stands for a workspace in rows; null when nothing was ever written in it.</summary>
    public async ValueTask<int?> FindWorkspace(string workspace, CancellationToken cancellation)
    {
        if (_workspaces.TryGetValue(workspace, out var known))
        {
            return known;
        }

        var found = await Number("SELECT number FROM workspace_numbers WHERE workspace = $1", cancellation, workspace);
        return found is { } number ? _workspaces[workspace] = (int)number : null;
    }

    public async ValueTask<int> FindOrAddWorkspace(string workspace, CancellationToken cancellation)
    {
        if (await FindWorkspace(workspace, cancellation) is { } known)
        {
            return known;
        }

        // Committed at once, whatever becomes of the write it is for: a number without rows does no harm.
        await Run(
            "INSERT INTO workspace_numbers (workspace) VALUES ($1) ON CONFLICT DO NOTHING", cancellation, workspace);
        return (await FindWorkspace(workspace, cancellation))!.Value;
    }

    /// <summary>A lane as it is stored: 0 for the live one, else the rehearsal workspace's number.</summary>
    public async ValueTask<int?> FindLane(string lane, CancellationToken cancellation) =>
        lane == Lanes.Live ? 0 : await FindWorkspace(Lanes.Workspace(lane), cancellation);

    /// <summary>The server is away, ending, full or overwhelmed.</summary>
    public static bool IsOutage(Exception error) => error switch
    {
        // 08 connection, 53 resources (disk full too), 57P shutting down, 58 the system below, 25006 a standby.
        PostgresException refused =>
            refused.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or ['5', '8', ..]
            or "25006",
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Connections that lie in the pool died with the server too: none of them is to be tried.</summary>
    public StoreUnavailableException Unavailable(Exception error)
    {
        Connections.Clear();
        return new($"The database cannot be reached or cannot write now: {error.Message}", error);
    }

    public async ValueTask<string?> Problem(CancellationToken cancellation)
    {
        try
        {
            // It must take writes too: a full disk and a standby still answer questions.
            await Run("UPDATE migrations SET applied_at = applied_at WHERE number = 1", cancellation);
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }

    public ValueTask DisposeAsync() => Connections.DisposeAsync();

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
        Run($"SELECT pg_advisory_xact_lock({MigrationLock})");
        Run(
            """
            CREATE TABLE IF NOT EXISTS migrations (
              number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at bigint NOT NULL)
            """);
        var applied = new List<(int Number, string Checksum)>();
        using (var command = new NpgsqlCommand("SELECT number, checksum FROM migrations ORDER BY number", connection))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                applied.Add((reader.GetInt32(0), reader.GetString(1)));
            }
        }

        var known = Migration.Of("Postgres");
        foreach (var migration in Migration.Missing(known, applied, $"The database '{connection.Database}'"))
        {
            Run(migration.Script);
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
}
