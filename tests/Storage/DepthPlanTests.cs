using Engagement.Storage.Postgres;
using Npgsql;

namespace Engagement.Tests.Storage;

/// <summary>How PostgreSQL goes about counting what waits, which is asked every few seconds.</summary>
public sealed class DepthPlanTests
{
    const int Sent = 20_000;
    const int Waiting = 20;

    /// <summary>A handful for each index, and an index and a row for each receiver; the table has hundreds.</summary>
    const int PagesMax = 80;

    [PostgresFact]
    public async Task What_waits_is_counted_without_a_look_at_what_was_sent()
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
            await using (var fill = new NpgsqlCommand(s_filled, connection))
            {
                await fill.ExecuteNonQueryAsync();
            }

            var plan = await Plan(connection);

            Assert.Contains("outbox_queue", plan, StringComparison.Ordinal);
            Assert.Contains("outbox_apart", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan on outbox", plan, StringComparison.Ordinal);
            Assert.InRange(TailPlanTests.PagesOf(plan), 1, PagesMax);
        }

        await PostgresServer.Shared.Drop(database);
    }

    static readonly string s_filled =
        $"""
        ALTER TABLE outbox SET (autovacuum_enabled = false);
        INSERT INTO workspace_numbers (workspace) VALUES ('shop');
        INSERT INTO customers (workspace, customer_id, version, last_seen_at, points_pending, points_available, events,
            facts, follow_ups, orders, open_alerts)
          SELECT number, 'ada', 1, 0, 0, 0, 1, 0, 0, 0, 0 FROM workspace_numbers;
        INSERT INTO outbox (customer, key, receiver, state, ready_at, attempts, enqueued_at, effect)
          SELECT c.number, 'k' || n, 'email', CASE WHEN n % {Sent / Waiting} = 0 THEN n % 2000 / 1000 * 3 ELSE 1 END,
            n, 0, n, ''
          FROM customers c, generate_series(1, {Sent}) n;
        """;

    static async Task<string> Plan(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            $"EXPLAIN (ANALYZE, BUFFERS) {PostgresOutbox.CountWaiting}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }
}
