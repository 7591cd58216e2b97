using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>
/// Durable ingest over HTTP, acknowledged after the commit, against inserting the very rows that it wrote with nothing
/// else to do.
/// </summary>
sealed class Ingest : IBenchmark
{
    const int Customers = 20_000;
    const int Warm = 200_000;
    const int Events = 200_000;
    const int PerRequest = 100;
    const int Concurrency = 16;

    /// <summary>
    /// What the yardstick puts into one transaction: generous, and what the product's commits come to under load.
    /// </summary>
    const int PerTransaction = 1_000;

    public string Name => "ingest";

    public string Says =>
        "durable HTTP ingest, 100 events a request, against raw inserts of the same rows";

    public Task<IReadOnlyList<Row>> Run(Place place) =>
        place.Database == Database.Sqlite ? OnSqlite(place) : OnPostgres(place);

    static async Task<IReadOnlyList<Row>> OnSqlite(Place place)
    {
        RawSqlite? raw = null;
        const int Few = 4_000;
        var compared = await Rounds.Compare(
            "ingest",
            "events/s",
            place.Rounds,
            async () =>
            {
                var (rate, product) = await Send(place);
                raw = RawSqlite.Of(Path.Combine(product.Data, "engagement.db"), place.Folder);
                return rate;
            },
            () => Task.FromResult((Warm + Events) / raw!.Insert((Warm + Events) / PerTransaction)),
            () => Task.FromResult(Few / raw!.InsertShare(Few, Warm + Events)));
        return
        [
            Row.Of(compared[0], $"raw insert of the same rows, {PerTransaction} events a transaction"),
            Row.Of(compared[1], "raw insert of the same rows, one event a transaction"),
        ];
    }

    static async Task<IReadOnlyList<Row>> OnPostgres(Place place)
    {
        RawPostgres? raw = null;
        var compared = await Rounds.Compare(
            "ingest",
            "events/s",
            place.Rounds,
            async () =>
            {
                var (rate, product) = await Send(place);
                raw = await RawPostgres.Of(product.Database!);
                return rate;
            },
            () => Task.FromResult((Warm + Events) / raw!.Insert((Warm + Events) / PerTransaction)));
        return
        [
            Row.Of(compared[0],
                $"raw insert of the same rows from a copy beside them, {PerTransaction} events a transaction"),
        ];
    }

    static async Task<(double Rate, Product Product)> Send(Place place)
    {
        await using var product = await place.Start();
        var load = await Load.Into(product, "bench", starter: false);
        await load.Send(Load.Orders(0, Warm, Customers, PerRequest), Concurrency);
        var took = await load.Send(Load.Orders(Warm, Events, Customers, PerRequest), Concurrency);
        await product.Stop();
        return (Events / took.TotalSeconds, product);
    }
}
