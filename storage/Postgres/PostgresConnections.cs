using System.Collections.Immutable;
using System.Net.Sockets;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>
/// A few connections to the database that plan alike. What goes wrong on the way to it is one exception to everybody.
/// </summary>
sealed class PostgresConnections(NpgsqlDataSource source) : IAsyncDisposable
{
    public ValueTask<NpgsqlConnection> Open(CancellationToken cancellation) => source.OpenConnectionAsync(cancellation);

    /// <summary>Those that lie in the pool may have died with the server: none of them is to be tried.</summary>
    public void Clear() => source.Clear();

    /// <summary>All rows of one statement.</summary>
    public async ValueTask<ImmutableArray<T>> All<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object?[] parameters)
    {
        try
        {
            await using var connection = await Open(cancellation);
            return await connection.All(sql, read, cancellation, parameters);
        }
        catch (Exception error) when (IsOutage(error) || IsLocked(error))
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
            await using var connection = await Open(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var answer = await statements(connection);
            await transaction.CommitAsync(cancellation);
            return answer;
        }
        catch (Exception error) when (IsOutage(error) || IsLocked(error))
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
            await using var command = source.CreateCommand(sql);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new() { Value = parameter ?? DBNull.Value });
            }

            return await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception error) when (IsOutage(error) || IsLocked(error))
        {
            throw Unavailable(error);
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>The server is away, ending, full or overwhelmed.</summary>
    public static bool IsOutage(Exception error) => error switch
    {
        // 08 connection, 53 resources (disk full too), 57P shutting down, 58 the system below, 25006 a standby, 25P03
        // a transaction that we left standing for too long.
        PostgresException refused =>
            refused.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or ['5', '8', ..]
            or "25006" or "25P03",
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Another connection holds a row that this one needs, and has not let go of it in time.</summary>
    public static bool IsLocked(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    StoreUnavailableException Unavailable(Exception error)
    {
        if (IsOutage(error))
        {
            Clear();
        }

        return new($"The database cannot be reached or cannot write now: {error.Message}", error);
    }
}
