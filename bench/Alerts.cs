using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>
/// From sending a bad review to its alert's arrival at each of a thousand listening clients, against the same number of
/// sockets to which a loop sends frames of the same size.
/// </summary>
sealed class Alerts : IBenchmark
{
    const int Clients = 1_000;
    const int Reviews = 100;
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public string Name => "alerts";

    public string Says =>
        "event to a SignalR client's receipt, 1,000 clients, against frames sent straight from a loop";

    public async Task<IReadOnlyList<Row>> Run(Place place)
    {
        var product = await OfProduct(place);
        var yardstick = await FrameLoop.Measure(Clients, Reviews, s_pause);
        return
        [
            Ratio("event to client p50", 0.5, product, yardstick),
            Ratio("event to client p99", 0.99, product, yardstick),
        ];
    }

    static Row Ratio(string name, double share, List<double> product, List<double> yardstick)
    {
        var (ours, raw) = (At(product, share), At(yardstick, share));
        return new(
            name,
            "ms",
            ours,
            raw,
            ours / raw,
            $"{Clients:N0} clients, {Reviews} reviews at 10 a second, from the HTTP post to the receipt, with " +
            "durable commits in between; aim p99 50 ms. " +
            "The yardstick writes frames to as many sockets and keeps nothing. Lower is better");
    }

    static async Task<List<double>> OfProduct(Place place)
    {
        await using var product = await place.Start();
        var load = await Load.Into(product, "bench", starter: true);
        var sent = new ConcurrentDictionary<string, long>();
        var delays = new ConcurrentBag<double>();
        using var stop = new CancellationTokenSource();
        var listeners = new List<Listener>();
        for (var i = 0; i < Clients; i++)
        {
            listeners.Add(await Listener.Connect(product.Client.BaseAddress!, load.Key));
        }

        var listening = listeners.ConvertAll(listener => listener.Listen(item =>
        {
            var startedAt = sent.FirstOrDefault(review => item.Contains(review.Key, StringComparison.Ordinal)).Value;
            delays.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }, stop.Token));

        for (var i = 0; i < Reviews + 5; i++)
        {
            if (i == 5)
            {
                // The first few warm everything up.
                await Task.Delay(TimeSpan.FromSeconds(2));
                sent.Clear();
                delays.Clear();
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"review-{i:D5}x");
            sent[name] = Stopwatch.GetTimestamp();
            await load.SendOne(Review(name, i));
            await Task.Delay(s_pause);
        }

        for (var wait = 0; wait < 100 && delays.Count < Clients * Reviews; wait++)
        {
            await Task.Delay(100);
        }

        await stop.CancelAsync();
        await Task.WhenAll(listening);
        listeners.ForEach(listener => listener.Dispose());
        return delays.Count == Clients * Reviews
            ? [.. delays.Order()]
            : throw new InvalidOperationException($"{delays.Count} alerts arrived of {Clients * Reviews}.");
    }

    static byte[] Review(string name, int number) => Encoding.UTF8.GetBytes(
        $$$"""
        {"id":"{{{name}}}","type":"review.submitted","source":"bench-shop","occurredAt":"2026-11-01T10:00:00Z",
         "customer":"c{{{number}}}",
         "data":{"reviewId":"{{{name}}}","rating":1,"text":"{{{name}}} broke on the first day"} }
        """);

    static double At(List<double> sorted, double share) =>
        sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}
