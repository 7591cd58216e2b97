using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>
/// Durable ingest over HTTP, acknowledged after the commit, against inserting the very rows that it wrote with nothing
/// else to do.
/// </summary>
sealed class Ingest : IBenchmark
{
    const int Customers = 20_000;
    const int Warm = 60_000;
    const int Events = 100_000;
    const int PerRequest = 100;
    const int Concurrency = 16;

    /// <summary>
    /// What the yardstick puts into one transaction: generous, and what the product's commits come to under load.
    /// </summary>
    const int PerTransaction = 1_000;

    public string Name => "ingest";

    public string Says =>
        "durable HTTP ingest, 100 events a request, against raw inserts of the same rows (SQLite, PostgreSQL)";

    public async Task<IReadOnlyList<Row>> Run(string folder)
    {
        var rows = new List<Row>();
        rows.AddRange(await OnSqlite(folder));
        if (PostgresServer.Find() is { } binaries)
        {
            await using var server = await PostgresServer.Start(binaries, folder);
            rows.Add(await OnPostgres(folder, server));
        }
        else
        {
            Console.Error.WriteLine("  ingest postgres: left out, because no PostgreSQL server is installed.");
        }

        return rows;
    }

    static async Task<IReadOnlyList<Row>> OnSqlite(string folder)
    {
        RawSqlite? raw = null;
        var compared = await Rounds.Compare(
            "ingest sqlite",
            "events/s",
            async () =>
            {
                var (rate, data) = await Product(folder, null);
                raw = RawSqlite.Of(Path.Combine(data, "engagement.db"), folder);
                return rate;
            },
            () => (Warm + Events) / raw!.Insert((Warm + Events) / PerTransaction));
        const int Few = 4_000;
        var single = Few / raw!.InsertShare(Few, Warm + Events);
        return
        [
            Row.Of(compared, $"raw insert of the same rows, {PerTransaction} events a transaction"),
            new(
                "ingest sqlite",
                "events/s",
                compared.Product,
                single,
                compared.Product / single,
                "raw insert of the same rows, one event a transaction"),
        ];
    }

    static async Task<Row> OnPostgres(string folder, PostgresServer server)
    {
        RawPostgres? raw = null;
        var round = 0;
        var compared = await Rounds.Compare(
            "ingest postgres",
            "events/s",
            async () =>
            {
                var database = await server.Create($"bench{round++}");
                var (rate, _) = await Product(folder, database);
                raw = await RawPostgres.Of(database);
                return rate;
            },
            () => (Warm + Events) / raw!.Insert((Warm + Events) / PerTransaction),
            server: true);
        return Row.Of(compared,
            $"raw insert of the same rows from a copy beside them, {PerTransaction} events a transaction");
    }

    static async Task<(double Rate, string Data)> Product(string folder, string? database)
    {
        await using var product = await Measure.Product.Start(folder, database);
        var load = await Load.Into(product, "bench", starter: false);
        await load.Send(Load.Orders(0, Warm, Customers, PerRequest), Concurrency);
        var took = await load.Send(Load.Orders(Warm, Events, Customers, PerRequest), Concurrency);
        await product.Stop();
        return (Events / took.TotalSeconds, product.Data);
    }
}
