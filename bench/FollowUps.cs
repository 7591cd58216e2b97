using System.Globalization;
using System.Text;
using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>
/// How late follow-ups are at a steady rate, and how fast many go that are due at one moment; on PostgreSQL also beside
/// Quartz.NET with its store on the same server.
/// </summary>
sealed class FollowUps : IBenchmark
{
    const int Drained = 100_000;

    /// <summary>Quartz drains fewer: as many as ours would keep it busy for minutes a round.</summary>
    const int QuartzDrained = 10_000;

    const int Seconds = 20;

    /// <summary>Due a second.</summary>
    const int Rate = 500;

    /// <summary>A rate that Quartz holds as well.</summary>
    const int SharedRate = 100;

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

    const string FiredSoFar = "SELECT count(*) FROM journal WHERE kind = 2";

    public string Name => "followups";

    public string Says =>
        "follow-ups: lateness at a steady rate, drain of 100,000 due at once, against raw claims and Quartz.NET";

    public async Task<IReadOnlyList<Row>> Run(Place place) =>
    [
        .. await Lateness(place),
        .. place.Database == Database.Postgres ? await LatenessBesideQuartz(place) : [],
        .. await Drain(place),
    ];

    static async Task<IReadOnlyList<Row>> Lateness(Place place)
    {
        var late = await Fire(place, Rate * Seconds, Steady(Rate));
        Console.Error.WriteLine($"  lateness at {Rate} a second: p99 {At(late, 0.99):N1} ms");
        return
        [
            Row.Of("lateness p50", "ms", At(late, 0.5), $"{Rate} due a second for {Seconds} s"),
            Row.Of("lateness p99", "ms", At(late, 0.99), "aim 1,000"),
            Row.Of("earliest", "ms", late[0], "negative would be too early"),
        ];
    }

    static async Task<IReadOnlyList<Row>> LatenessBesideQuartz(Place place)
    {
        var ours = await Fire(place, SharedRate * Seconds, Steady(SharedRate));
        await using var quartz = await QuartzStore.Start((await place.NewDatabase())!);
        var theirs = await quartz.Fire(SharedRate * Seconds, Steady(SharedRate));
        Console.Error.WriteLine(
            $"  lateness at {SharedRate} a second: p99 {At(ours, 0.99):N1} ms, Quartz {At(theirs, 0.99):N1} ms");
        var notes = $"{SharedRate} due a second for {Seconds} s; the yardstick is Quartz.NET; lower is better";
        return
        [
            Row.Beside("lateness p50 beside Quartz.NET", "ms", At(ours, 0.5), At(theirs, 0.5), notes),
            Row.Beside("lateness p99 beside Quartz.NET", "ms", At(ours, 0.99), At(theirs, 0.99), notes),
        ];
    }

    static async Task<IReadOnlyList<Row>> Drain(Place place)
    {
        var stored = new List<double>();
        async Task<double> Quartz()
        {
            await using var quartz = await QuartzStore.Start((await place.NewDatabase())!);
            var late = await quartz.Fire(QuartzDrained, static _ => TimeSpan.Zero);
            stored.Add(quartz.StoredPerSecond);
            return PerSecond(late);
        }

        var compared = await Rounds.Compare(
            "drain",
            "follow-ups/s",
            place.Rounds,
            async () => PerSecond(await Fire(place, Drained, static _ => TimeSpan.Zero)),
            [
                () => RawClaims.Measure(place, Drained),
                .. place.Database == Database.Postgres ? (Func<Task<double>>[])[Quartz] : [],
            ]);
        var raw = Row.Of(compared[0], $"{Drained:N0} due at once, from the due moment to the last commit; the " +
            $"yardstick claims {RawClaims.PerClaim} rows of such an index and deletes them, and decides nothing");
        return place.Database == Database.Sqlite
            ? [raw]
            : [raw, Row.Of(compared[1], $"the yardstick is Quartz.NET ({QuartzStore.Settings}), which drains " +
                $"{QuartzDrained:N0} triggers due at once; its job does nothing, a follow-up commits a decision; " +
                string.Create(CultureInfo.InvariantCulture, $"Quartz stores {stored.Average():N0} triggers a second"))];
    }

    static Func<int, TimeSpan> Steady(int perSecond) => i => TimeSpan.FromSeconds((double)i / perSecond);

    static double PerSecond(List<double> late) => late.Count / (late[^1] / 1000);

    static double At(List<double> sorted, double share) => sorted[(int)(sorted.Count * share)];

    /// <summary>Placing all orders must end before the first is due.</summary>
    static TimeSpan Placing(int count) => TimeSpan.FromSeconds(15 + (count / 2_500));

    /// <summary>
    /// Places orders that fall due as told, waits until all have fired, and reads from the journal how late.
    /// </summary>
    static async Task<List<double>> Fire(Place place, int count, Func<int, TimeSpan> dueAfter)
    {
        await using var product = await place.Start();
        var load = await Load.Into(product, "bench", starter: false);
        await load.Publish("journey", "bench", Journey);
        var start = TimeProvider.System.GetUtcNow() + Placing(count);
        var bodies = Enumerable.Range(0, count).Select(i => Order(i, start + dueAfter(i))).Chunk(100)
            .Select(orders => Encoding.UTF8.GetBytes($"[{string.Join(',', orders)}]")).ToList();
        await load.Send(bodies, 16);
        if (TimeProvider.System.GetUtcNow() > start)
        {
            throw new InvalidOperationException($"Placing the orders took longer than {Placing(count)}.");
        }

        // To look is work too, so the product is left alone until all should have fired.
        var latest = start + dueAfter(count - 1) + TimeSpan.FromSeconds(8);
        await Task.Delay(latest - TimeProvider.System.GetUtcNow());
        for (var look = 0; await Stored.Number(product, FiredSoFar) < count; look++)
        {
            await Task.Delay(TimeSpan.FromSeconds(look < 60 ? 3
                : throw new InvalidOperationException("Not all follow-ups fired.")));
        }

        await product.Stop();
        return await ReadLateness(product);
    }

    static async Task<List<double>> ReadLateness(Product stopped)
    {
        await using var connection = await Stored.Open(stopped);
        await using var command = connection.CreateCommand();
        command.CommandText = stopped.Database is null
            ? "SELECT at, json_extract(CAST(input AS TEXT), '$.due') FROM journal WHERE kind = 2"
            : "SELECT at, convert_from(input, 'UTF8')::json->>'due' FROM journal WHERE kind = 2";
        await using var reader = await command.ExecuteReaderAsync();
        var late = new List<double>();
        while (await reader.ReadAsync())
        {
            var due = DateTimeOffset.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
            late.Add((reader.GetInt64(0) - Ticks(due)) / (double)TimeSpan.TicksPerMillisecond);
        }

        late.Sort();
        return late;
    }

    static string Order(int number, DateTimeOffset promisedAt) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id":"o:{{{number:D9}}}","type":"order.placed","source":"bench-shop","occurredAt":"2026-11-01T10:00:00Z",
         "customer":"c{{{number}}}","data":{"orderId":"{{{number:D9}}}","total":{"amount":100,"currency":"EUR"},
         "items":[],"promisedAt":"{{{promisedAt:O}}}"} }
        """);

    static long Ticks(DateTimeOffset at) => at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
}
