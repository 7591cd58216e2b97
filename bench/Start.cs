using System.Diagnostics;
using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>From nothing to the first acknowledged event, and what it weighs when it has nothing to do.</summary>
sealed class Start : IBenchmark
{
    public string Name => "start";

    public string Says => "time from start to the first acknowledged event, idle memory";

    public async Task<IReadOnlyList<Row>> Run(string folder)
    {
        var ready = new List<double>();
        var acknowledged = new List<double>();
        var idle = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            // The first start makes the database; the second is what a restart costs.
            string data;
            Load load;
            await using (var first = await Product.Start(folder))
            {
                data = first.Data;
                load = await Load.Into(first, "bench", starter: true);
                await first.Stop();
            }

            var startedAt = Stopwatch.GetTimestamp();
            await using var again = await Product.Start(folder, data: data);
            ready.Add(again.StartedIn.TotalMilliseconds);
            await load.On(again).SendOne(Load.Orders(round, 1, 1, 1)[0]);
            acknowledged.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(5));
            idle.Add(again.MemoryBytes / 1e6);
        }

        return
        [
            Row.Of("start to ready", "ms", ready.Order().ElementAt(1), "SQLite, existing data folder; median of 3"),
            Row.Of("start to first acknowledged event", "ms", acknowledged.Order().ElementAt(1),
                "aim 2,000; median of 3"),
            Row.Of("idle memory", "MB resident", idle.Order().ElementAt(1), "aim 150; 5 s after the first event"),
        ];
    }
}
