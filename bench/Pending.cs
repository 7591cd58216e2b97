using Engagement.Bench.Measure;
using Microsoft.Data.Sqlite;

namespace Engagement.Bench;

/// <summary>What waiting costs in memory, by the number of customers that wait for something.</summary>
sealed class Pending : IBenchmark
{
    public string Name => "pending";

    public string Says => "memory with 0.1, 1 and 10 million follow-ups pending";

    public IReadOnlyList<Database> Databases => [Database.Sqlite];

    public async Task<IReadOnlyList<Row>> Run(Place place)
    {
        var rows = new List<Row>();
        double few = 0;
        foreach (var pending in new[] { 100_000, 1_000_000, 10_000_000 })
        {
            await using var first = await place.Start();
            await Load.Into(first, "bench", starter: true);
            await first.Stop();
            Pretend(Path.Combine(first.Data, "engagement.db"), pending);
            await using var product = await place.Again(first);
            await Task.Delay(TimeSpan.FromSeconds(10));
            var memory = product.MemoryBytes / 1e6;
            few = few == 0 ? memory : few;
            rows.Add(new(
                $"memory with {pending:N0} follow-ups pending", "MB resident", memory, few, memory / few,
                    "the yardstick is 100,000; aim 1.1"));
            await product.Stop();
            Directory.Delete(first.Data, recursive: true);
        }

        return rows;
    }

    /// <summary>
    /// Writes customers that wait, as their commits would have; sending ten million events would take too long.
    /// </summary>
    static void Pretend(string database, int pending)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 600;
        command.CommandText = $"""
            INSERT INTO customers (number, workspace, customer_id, version, due_lane, due_at, events, facts, follow_ups,
              last_seen_at, orders, open_alerts, points_pending, points_available)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {pending})
            SELECT 1000 + i, (SELECT number FROM workspace_numbers WHERE workspace = 'bench'), 'c' || i, 1, 0,
              {(TimeProvider.System.GetUtcNow().AddDays(300) - DateTimeOffset.UnixEpoch).Ticks} + i * 1000000,
              1, 1, 0, 0, 1, 0, 0, 0
            FROM n;
            INSERT INTO due (lane, due_at, customer) SELECT 0, due_at, number FROM customers WHERE due_at IS NOT NULL;
            """;
        command.ExecuteNonQuery();
    }
}
