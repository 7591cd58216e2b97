using System.Collections.Immutable;
using System.Data;
using System.Net.Sockets;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>
/// A few connections to the database that plan alike. What goes wrong on the way to it is one exception to everybody.
/// </summary>
sealed class PostgresConnections(NpgsqlDataSource source) : IAsyncDisposable
{
    public ValueTask<NpgsqlConnection> Open(CancellationToken cancellation) => source.OpenConnectionAsync(cancellation);

    /// <summary>
    /// One connection for some work. Nothing that the server refused in it reaches whoever gets the connection next.
    /// </summary>
    public async ValueTask<T> Borrow<T>(
        Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        try
        {
            return await work(connection);
        }
        catch (PostgresException)
        {
            Forget(connection);
            throw;
        }
    }

    /// <summary>Those that lie in the pool may have died with the server: none of them is to be tried.</summary>
    public void Clear() => source.Clear();

    /// <summary>All rows of one statement.</summary>
    public async ValueTask<ImmutableArray<T>> All<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object?[] parameters)
    {
        try
        {
            return await Borrow(
                connection => connection.All(sql, read, cancellation, parameters), cancellation);
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
            return await Borrow(
                async connection =>
                {
                    await using var transaction = await connection.BeginTransactionAsync(cancellation);
                    var answer = await statements(connection);
                    await transaction.CommitAsync(cancellation);
                    return answer;
                },
                cancellation);
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
            return await Borrow(connection => connection.Run(sql, cancellation, parameters), cancellation);
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

    /// <summary>Class 22: a value that no column can hold, or that makes no sense to the database.</summary>
    public static bool IsUnkeepable(Exception error) => error is PostgresException { SqlState: ['2', '2', ..] };

    // A statement that is prepared in the same trip in which it is refused counts as prepared, and the driver does not
    // know what its rows look like: the next one to run it would be told "unexpected backend message".
    void Forget(NpgsqlConnection connection)
    {
        if (connection.FullState != ConnectionState.Open)
        {
            return;
        }

        try
        {
            connection.UnprepareAll();
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // Whatever state it is in, nobody gets it: what is in use now is closed when it is given back.
            Clear();
        }
    }

    StoreUnavailableException Unavailable(Exception error)
    {
        if (IsOutage(error))
        {
            Clear();
        }

        return new($"The database cannot be reached or cannot write now: {error.Message}", error);
    }
}
