using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>What only one process of a database has at a time. It ends with its connection.</summary>
sealed class PostgresLock(NpgsqlConnection connection) : IAsyncDisposable
{
    // Any number will do that no other program on the same database takes for its own lock.
    const long Number = 0x656e67616766;

    // Whoever has it publishes definitions and writes a file meanwhile; who waits is only starting.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static async ValueTask<PostgresLock> Take(PostgresDatabase database, CancellationToken cancellation)
    {
        PostgresLock? taken = null;
        try
        {
            taken = new(await database.ByKey.Open(cancellation));
            await taken.Run("SET lock_timeout = 0", cancellation);
            await taken.Run($"SELECT pg_advisory_lock({Number})", cancellation);
            return taken;
        }
        catch (Exception error)
        {
            if (taken is not null)
            {
                await taken.DisposeAsync();
            }

            if (!PostgresConnections.IsOutage(error))
            {
                throw;
            }

            throw new StoreUnavailableException(
                "Another process that starts on this database has not finished in "
                + $"{s_patience.TotalSeconds:0} seconds, or the database went away: {error.Message}",
                error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The pool tidies a connection up only when somebody else gets it.
            await Run("SELECT pg_advisory_unlock_all()", CancellationToken.None);
            await Run("RESET lock_timeout", CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and so is the lock.
        }

        await connection.DisposeAsync();
    }

    async ValueTask Run(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            CommandTimeout = (int)s_patience.TotalSeconds,
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
