using System.Diagnostics;
using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>From nothing to the first acknowledged event, and what it weighs when it has nothing to do.</summary>
sealed class Start : IBenchmark
{
    /// <summary>What <c>./engage run</c> starts, once it was run: code made ahead for this machine.</summary>
    static readonly string s_ready = Path.GetFullPath(Path.Combine("artifacts", "ready", "Engagement.Api"));

    public string Name => "start";

    public string Says => "time from start to the first acknowledged event, idle memory";

    public async Task<IReadOnlyList<Row>> Run(Place place)
    {
        var (program, build) = File.Exists(s_ready)
            ? (s_ready, "code made ahead, as ./engage run starts it")
            : (Product.PlainBuild, "the plain build: ./engage run once makes code ahead");
        var ready = new List<double>();
        var acknowledged = new List<double>();
        var idle = new List<double>();
        for (var round = 0; round < place.Rounds; round++)
        {
            // The first start makes the database; the second is what a restart costs.
            await using var first = await place.Start();
            var load = await Load.Into(first, "bench", starter: true);
            await first.Stop();
            var startedAt = Stopwatch.GetTimestamp();
            await using var again = await place.Again(first, program);
            ready.Add(again.StartedIn.TotalMilliseconds);
            await load.On(again).SendOne(Load.Orders(round, 1, 1, 1)[0]);
            acknowledged.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(5));
            idle.Add(again.MemoryBytes / 1e6);
        }

        return
        [
            Row.Of("start to ready", "ms", Median(ready), $"an existing database; {build}; median of {place.Rounds}"),
            Row.Of("start to first acknowledged event", "ms", Median(acknowledged),
                $"aim 2,000; median of {place.Rounds}"),
            Row.Of("idle memory", "MB resident", Median(idle), "aim 150; 5 s after the first event"),
        ];
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
