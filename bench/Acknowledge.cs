using System.Diagnostics;
using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>How long a sender waits for the acknowledgement when the product is half as busy as it can be.</summary>
sealed class Acknowledge : IBenchmark
{
    const int Customers = 20_000;
    const int PerRequest = 100;
    const int Warm = 40_000;
    static readonly TimeSpan s_for = TimeSpan.FromSeconds(10);

    public string Name => "ack";

    public string Says => "latency of acknowledgements at half load";

    public async Task<IReadOnlyList<Row>> Run(Place place)
    {
        await using var product = await place.Start();
        var load = await Load.Into(product, "bench", starter: false);
        await load.Send(Load.Orders(0, Customers, Customers, PerRequest), 16);
        var full = Warm / (await load.Send(Load.Orders(Customers, Warm, Customers, PerRequest), 16)).TotalSeconds;
        var rate = full / 2 / PerRequest;
        var bodies = Load.Orders(Customers + Warm, (int)(rate * s_for.TotalSeconds) * PerRequest, Customers,
            PerRequest);
        var waits = await Paced(load, bodies, rate);
        var single = await Paced(load, Load.Orders(5_000_000, 500, Customers, 1), 50);
        return
        [
            Row.Of("ack p50 at half load", "ms", At(waits, 0.5),
                $"{rate * PerRequest:N0} events/s in requests of {PerRequest}"),
            Row.Of("ack p99 at half load", "ms", At(waits, 0.99), $"timed from when the request was meant to start"),
            Row.Of("ack p50 of single events", "ms", At(single, 0.5), "50 requests a second of one event each"),
            Row.Of("ack p99 of single events", "ms", At(single, 0.99), "50 requests a second of one event each"),
        ];
    }

    /// <summary>
    /// Sends at a steady pace whatever the answers take, so that a stall counts for all who waited in it.
    /// </summary>
    static async Task<List<double>> Paced(Load load, List<byte[]> bodies, double perSecond)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var sends = new List<Task<double>>(bodies.Count);
        for (var i = 0; i < bodies.Count; i++)
        {
            var meant = TimeSpan.FromSeconds(i / perSecond);
            var early = meant - Stopwatch.GetElapsedTime(startedAt);
            if (early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early);
            }

            sends.Add(Timed(load, bodies[i], startedAt, meant));
        }

        return [.. (await Task.WhenAll(sends)).Order()];
    }

    static async Task<double> Timed(Load load, byte[] body, long startedAt, TimeSpan meant)
    {
        await load.SendOne(body);
        return (Stopwatch.GetElapsedTime(startedAt) - meant).TotalMilliseconds;
    }

    static double At(List<double> sorted, double share) =>
        sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}
