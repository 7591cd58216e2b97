using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Engagement.Bench.Measure;

/// <summary>
/// The yardstick for draining: rows of an index by due time are claimed, some hundred at a time, and then deleted, each
/// in a transaction that is flushed to disk.
/// </summary>
static class RawClaims
{
    public const int PerClaim = 500;

    public static async Task<double> Measure(Place place, int rows)
    {
        await using DbConnection connection = await place.NewDatabase() is { } database
            ? new NpgsqlConnection(database)
            : new SqliteConnection($"Data Source={Path.Combine(place.Folder, "claims.db")};Pooling=False");
        await connection.OpenAsync();
        var (make, claim, delete) = place.Database == Database.Sqlite ? s_onSqlite : s_onPostgres;
        await using (var table = Command(connection, make))
        {
            await table.ExecuteNonQueryAsync();
        }

        await using (var fill = Command(connection, $"INSERT INTO due {Numbers(place.Database, rows)}"))
        {
            await fill.ExecuteNonQueryAsync();
        }

        await using var claims = Command(connection, claim);
        await using var deletes = Command(connection, delete);
        await claims.PrepareAsync();
        await deletes.PrepareAsync();
        var startedAt = Stopwatch.GetTimestamp();
        for (var done = 0; done < rows; done += PerClaim)
        {
            await claims.ExecuteNonQueryAsync();
            await deletes.ExecuteNonQueryAsync();
        }

        return rows / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    static readonly (string Make, string Claim, string Delete) s_onSqlite = (
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        DROP TABLE IF EXISTS due;
        CREATE TABLE due (due_at INTEGER, customer INTEGER, leased_until INTEGER, PRIMARY KEY (due_at, customer))
        WITHOUT ROWID;
        """,
        $"""
        UPDATE due SET leased_until = 2
        WHERE (due_at, customer) IN (SELECT due_at, customer FROM due ORDER BY due_at, customer LIMIT {PerClaim})
        """,
        "DELETE FROM due WHERE leased_until = 2 AND due_at = 1");

    static readonly (string Make, string Claim, string Delete) s_onPostgres = (
        """
        CREATE TABLE due (due_at bigint, customer bigint, leased_until bigint, PRIMARY KEY (due_at, customer));
        """,
        $"""
        UPDATE due SET leased_until = 2
        WHERE (due_at, customer) IN (
          SELECT due_at, customer FROM due ORDER BY due_at, customer LIMIT {PerClaim} FOR UPDATE SKIP LOCKED)
        """,
        $"""
        DELETE FROM due WHERE leased_until = 2 AND (due_at, customer) IN (
          SELECT due_at, customer FROM due ORDER BY due_at, customer LIMIT {PerClaim})
        """);

    static string Numbers(Database database, int rows) => database == Database.Sqlite
        ? $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT 1, i, NULL FROM n"
        : $"SELECT 1, i, NULL FROM generate_series(1, {rows}) AS i";

    static DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }
}
