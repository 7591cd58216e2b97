using System.Diagnostics;
using Npgsql;

namespace Engagement.Bench.Measure;

/// <summary>
/// The yardstick for commits on PostgreSQL: the very rows that the product wrote, copied into empty tables of the same
/// definition and indexes, a batch a transaction, over one connection.
/// </summary>
sealed class RawPostgres
{
    static readonly string[] s_tables = ["customers", "journal", "event_keys", "due", "outbox", "ledger", "messages"];

    readonly string _database;
    readonly List<(string Name, long Rows)> _tables;

    RawPostgres(string database, List<(string, long)> tables) => (_database, _tables) = (database, tables);

    /// <summary>Gives every row its number, so that batches can be read by range without sorting anew.</summary>
    public static async Task<RawPostgres> Of(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var tables = new List<(string, long)>();
        foreach (var table in s_tables)
        {
            await using var exists =
                source.CreateCommand(
                    $"SELECT EXISTS (SELECT FROM pg_class WHERE relname = '{table}' AND relkind IN ('r', 'p'))");
            if (await exists.ExecuteScalarAsync() is false)
            {
                continue;
            }

            await Execute(source,
                $"CREATE TABLE source_{table} AS " +
                $"SELECT row_number() OVER () AS bench_row, t AS bench_value FROM {table} t");
            await Execute(source, $"CREATE INDEX ON source_{table} (bench_row)");
            await using var count = source.CreateCommand($"SELECT count(*) FROM source_{table}");
            tables.Add((table, (long)(await count.ExecuteScalarAsync())!));
        }

        await Execute(source, "ANALYZE");
        return new(database, tables);
    }

    /// <summary>Inserts everything, in so many transactions, and says how many seconds it took.</summary>
    public double Insert(int transactions)
    {
        using var connection = new NpgsqlConnection(_database);
        connection.Open();
        foreach (var (name, _) in _tables)
        {
            Execute(connection, $"DROP TABLE IF EXISTS raw_{name}");
            Execute(connection, $"CREATE TABLE raw_{name} (LIKE {name} INCLUDING ALL)");
        }

        var startedAt = Stopwatch.GetTimestamp();
        for (var batch = 0; batch < transactions; batch++)
        {
            using var transaction = connection.BeginTransaction();
            foreach (var (name, rows) in _tables)
            {
                using var insert = new NpgsqlCommand(
                    $"INSERT INTO raw_{name} OVERRIDING SYSTEM VALUE SELECT (bench_value).* FROM source_{name} " +
                    "WHERE bench_row > $1 AND bench_row <= $2",
                    connection,
                    transaction)
                {
                    Parameters =
                    {
                        new() { Value = rows * batch / transactions },
                        new() { Value = rows * (batch + 1) / transactions },
                    },
                };
                insert.Prepare();
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    static async Task Execute(NpgsqlDataSource source, string statement)
    {
        await using var command = source.CreateCommand(statement);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    static void Execute(NpgsqlConnection connection, string statement)
    {
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }
}
