using System.Diagnostics;
using System.Globalization;
using System.Text;
using Engagement.Bench.Measure;
using Microsoft.Data.Sqlite;

namespace Engagement.Bench;

/// <summary>
/// How late follow-ups are at a steady rate, and how fast many go that are due at one moment.
/// </summary>
sealed class FollowUps : IBenchmark
{
    const int Drained = 100_000;

    // A wait until a moment that the event names, so that the bench decides when everything falls due.
    const string Journey = """
        kind: journey
        id: bench
        name: Waits until an order's promised moment
        trigger: order.placed
        entry: { oncePer: order }
        steps:
          - id: wait
            wait: { until: order.promisedAt }
        """;

    public string Name => "followups";

    public string Says =>
        "follow-ups: lateness at a steady rate, drain of 100,000 due at once";

    public async Task<IReadOnlyList<Row>> Run(string folder)
    {
        var rows = new List<Row>();
        rows.AddRange(await Lateness(folder));
        rows.Add(await Drain(folder));
        return rows;
    }

    static async Task<IReadOnlyList<Row>> Lateness(string folder)
    {
        const int PerSecond = 500;
        const int Seconds = 20;
        var late = await Fire(
            folder, PerSecond * Seconds, i => TimeSpan.FromMilliseconds(15_000 + (i * 1000.0 / PerSecond)));
        return
        [
            Row.Of("lateness p50", "ms", late.Lateness[late.Lateness.Count / 2],
                $"{PerSecond} due a second for {Seconds} s"),
            Row.Of("lateness p99", "ms", late.Lateness[(int)(late.Lateness.Count * 0.99)], "aim 1,000"),
            Row.Of("earliest", "ms", late.Lateness[0], "negative would be too early"),
        ];
    }

    static async Task<Row> Drain(string folder)
    {
        var drained = await Fire(folder, Drained, static _ => TimeSpan.FromSeconds(60));
        var rate = Drained / (drained.Lateness[^1] / 1000);
        var raw = RawClaims(Path.Combine(folder, "raw-claims.db"), Drained);
        return new(
            "drain of 100,000 due at once",
            "follow-ups/s",
            rate,
            raw,
            rate / raw,
            "from the due moment to the last commit; the yardstick claims 500 rows of such an index " +
            "and deletes them, and decides nothing");
    }

    /// <summary>
    /// Places orders that fall due as told, waits until all have fired, and reads from the journal how late.
    /// </summary>
    static async Task<(List<double> Lateness, string Data)> Fire(string folder, int count, Func<int, TimeSpan> dueAfter)
    {
        await using var product = await Product.Start(folder);
        var load = await Load.Into(product, "bench", starter: false);
        await load.Publish("journey", "bench", Journey);
        var start = TimeProvider.System.GetUtcNow();
        var latest = TimeSpan.Zero;
        var bodies = new List<byte[]>();
        for (var from = 0; from < count; from += 100)
        {
            var body = Enumerable.Range(from, Math.Min(100, count - from)).Select(i =>
            {
                var due = dueAfter(i);
                latest = due > latest ? due : latest;
                return Order(i, start + due);
            });
            bodies.Add(Encoding.UTF8.GetBytes($"[{string.Join(',', body)}]"));
        }

        await load.Send(bodies, 16);
        var placed = TimeProvider.System.GetUtcNow();
        if (placed > start + dueAfter(0))
        {
            throw new InvalidOperationException(
                $"Placing the orders took {placed - start}, longer than the first one waits.");
        }

        // To look at totals is work too, so the product is left alone until all should have fired.
        await Task.Delay(start + latest + TimeSpan.FromSeconds(15) - TimeProvider.System.GetUtcNow());
        for (var look = 0; (await load.Totals()).GetProperty("followUps").GetInt64() < count; look++)
        {
            await Task.Delay(TimeSpan.FromSeconds(look < 30 ? 5
                : throw new InvalidOperationException("Not all follow-ups fired.")));
        }

        await product.Stop();
        return (ReadLateness(Path.Combine(product.Data, "engagement.db")), product.Data);
    }

    static List<double> ReadLateness(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT at, json_extract(CAST(input AS TEXT), '$.due') FROM journal WHERE kind = 2";
        using var reader = command.ExecuteReader();
        var late = new List<double>();
        while (reader.Read())
        {
            var due = DateTimeOffset.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
            late.Add((reader.GetInt64(0) - Ticks(due)) / (double)TimeSpan.TicksPerMillisecond);
        }

        late.Sort();
        return late;
    }

    /// <summary>Claims and deletes rows of a due index, 500 at a time, and says how many a second.</summary>
    static double RawClaims(string database, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Execute(connection, """
            CREATE TABLE due (due_at INTEGER, customer INTEGER, leased_until INTEGER, PRIMARY KEY (due_at, customer))
            WITHOUT ROWID
            """);
        Execute(connection, $"""
            INSERT INTO due
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT 1, i, NULL FROM n
            """);
        var startedAt = Stopwatch.GetTimestamp();
        for (var done = 0; done < rows; done += 500)
        {
            Execute(connection, """
                UPDATE due SET leased_until = 2
                WHERE (due_at, customer) IN (SELECT due_at, customer FROM due LIMIT 500)
                """);
            Execute(connection, "DELETE FROM due WHERE leased_until = 2");
        }

        return rows / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    static string Order(int number, DateTimeOffset promisedAt) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id":"o:{{{number:D9}}}","type":"order.placed","source":"bench-shop","occurredAt":"2026-11-01T10:00:00Z",
         "customer":"c{{{number}}}","data":{"orderId":"{{{number:D9}}}","total":{"amount":100,"currency":"EUR"},
         "items":[],"promisedAt":"{{{promisedAt:O}}}"} }
        """);

    static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    static long Ticks(DateTimeOffset at) => at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
}
