using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>
/// Each event for a customer that is not in memory: activation, load and commit, beside events for warm ones.
/// </summary>
sealed class Cold : IBenchmark
{
    const int Sample = 20_000;
    const int PerRequest = 100;
    const int Concurrency = 16;

    public string Name => "cold";

    public string Says =>
        "events for customers that are not in memory, of 20 thousand and of 1 million, beside warm ones";

    public async Task<IReadOnlyList<Row>> Run(string folder)
    {
        var rows = new List<Row>();
        foreach (var customers in new[] { 20_000, 1_000_000 })
        {
            var (cold, warm) = await Measure(Path.Combine(folder, $"{customers}"), customers);
            rows.Add(new(
                $"cold of {customers:N0} customers",
                "events/s",
                cold,
                warm,
                cold / warm,
                $"{Sample:N0} events, each for another customer after a restart; the yardstick is the same " +
                "customers again, warm"));
        }

        return rows;
    }

    static async Task<(double Cold, double Warm)> Measure(string folder, int customers)
    {
        Directory.CreateDirectory(folder);
        string data;
        Load load;
        await using (var first = await Product.Start(folder))
        {
            data = first.Data;
            load = await Load.Into(first, "bench", starter: false);
            for (var from = 0; from < customers; from += 100_000)
            {
                var count = Math.Min(100_000, customers - from);
                await load.Send(Load.Orders(from, count, customers, 500), Concurrency);
            }

            await first.Stop();
        }

        await using var again = await Product.Start(folder, data: data);
        load = load.On(again);

        // Neighbouring numbers fall on customers far apart, so that no page of the database serves many of them.
        var cold = await load.Send(Load.Orders(customers, Sample, customers, PerRequest), Concurrency);
        var warm = await load.Send(Load.Orders(customers * 2, Sample, customers, PerRequest), Concurrency);
        return (Sample / cold.TotalSeconds, Sample / warm.TotalSeconds);
    }
}
