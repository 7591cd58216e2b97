using System.Globalization;
using System.Text.RegularExpressions;
using Engagement.Storage.Postgres;
using Npgsql;

namespace Engagement.Tests.Storage;

/// <summary>How PostgreSQL goes about waking many customers at once.</summary>
public sealed partial class TailPlanTests
{
    const int Customers = 5_000;
    const int Woken = 100;

    /// <summary>Pages looked at for one customer: an index of a few levels and a row, three times.</summary>
    const int PagesMax = 12;

    /// <summary>
    /// A new database has no statistics until the server gets round to them, which is after a minute at the earliest,
    /// and that is when most customers come for the first time.
    /// </summary>
    [PostgresFact]
    public async Task Waking_customers_reads_their_rows_and_no_others_before_there_are_statistics()
    {
        var database = await PostgresServer.Shared.Create();
        await using (PostgresDatabase.Open(database, TimeProvider.System))
        {
            // It brought the schema up to date.
        }

        await using (var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Options = PostgresDatabase.PlannerOptions, Pooling = false }
                .ConnectionString))
        {
            await connection.OpenAsync();
            await Run(connection, Filled);
            await Run(connection, $"PREPARE tails(text[], text[], bigint[]) AS {PostgresCustomerStore.SelectTails}");

            var plan = await Plan(connection);

            Assert.Contains($"rows={Woken} loops=1", plan[0], StringComparison.Ordinal);
            Assert.InRange(PagesOf(string.Join('\n', plan)), Woken, Woken * PagesMax);
        }

        await PostgresServer.Shared.Drop(database);
    }

    /// <summary>Pages that all of a plan has looked at.</summary>
    internal static int PagesOf(string plan) =>
        int.Parse(Pages.Match(plan).Groups[1].Value, CultureInfo.InvariantCulture);

    static readonly string Filled =
        $"""
        ALTER TABLE customers SET (autovacuum_enabled = false);
        ALTER TABLE journal SET (autovacuum_enabled = false);
        INSERT INTO workspace_numbers (workspace) VALUES ('shop');
        INSERT INTO customers (workspace, customer_id, version, last_seen_at, points_pending, points_available, events,
            facts, follow_ups, orders, open_alerts)
          SELECT w.number, 'c' || n, 1, 0, 0, 0, 1, 0, 0, 0, 0
          FROM workspace_numbers w, generate_series(1, {Customers}) n;
        INSERT INTO journal (customer, version, at, revision, fact_count, kind, input, facts)
          SELECT number, 1, 0, 0, 0, 1, '', '' FROM customers;
        """;

    static async Task Run(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<List<string>> Plan(NpgsqlConnection connection)
    {
        var keys = string.Join(',', Enumerable.Range(1, Woken).Select(n => $"c{n}"));
        var shops = string.Join(',', Enumerable.Repeat("shop", Woken));
        var none = string.Join(',', Enumerable.Repeat("0", Woken));
        await using var command = new NpgsqlCommand(
            $"EXPLAIN (ANALYZE, BUFFERS) EXECUTE tails('{{{shops}}}', '{{{keys}}}', '{{{none}}}')", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    [GeneratedRegex(@"Buffers: shared hit=(\d+)")]
    static partial Regex Pages { get; }
}
