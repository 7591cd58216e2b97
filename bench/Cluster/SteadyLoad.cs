using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Engagement.Bench.Measure;

namespace Engagement.Bench.Cluster;

/// <summary>
/// Events at a steady pace to several APIs, each repeated, as the documents say, until it was taken; and what was
/// answered meanwhile.
/// </summary>
sealed class SteadyLoad(Load load, IReadOnlyList<Uri> apis) : IDisposable
{
    const int Senders = 8;
    const int PerRequest = 20;
    const int Customers = 2_000;
    const int Flooders = 32;
    const int PerFlood = 200;
    const int FloodedCustomers = 20_000;
    const string Accepted = "accepted";
    const string Duplicate = "duplicate";

    /// <summary>What is answered where a caller does not get through to anybody.</summary>
    public const string NoConnection = "no connection";

    const string NoAnswer = "no answer in a minute";

    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    readonly ConcurrentQueue<Answer> _answers = new();

    int _next;
    long _flooded;
    int _reviews;
    volatile bool _ending;

    /// <summary>How many events were acknowledged, each once.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>How many reviews were acknowledged, each of which makes one alert.</summary>
    public int Reviews => _reviews;

    /// <summary>Sends until it is told to end, and then until all that it had begun is acknowledged.</summary>
    public async Task Run()
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, Senders).Select(Send).Append(Review()));
        Acknowledged = sent.Sum() + _flooded;
    }

    public void End() => _ending = true;

    /// <summary>As much as the cluster takes, for so long, beside the steady load.</summary>
    public async Task Flood(TimeSpan length)
    {
        var from = Stopwatch.GetTimestamp();
        var sent = await Task.WhenAll(Enumerable.Range(0, Flooders).Select(async sender =>
        {
            var sent = 0L;
            while (!_ending && Stopwatch.GetElapsedTime(from) < length)
            {
                await UntilTaken(Next(PerFlood, FloodedCustomers), sender);
                sent += PerFlood;
            }

            return sent;
        }));
        _flooded += sent.Sum();
    }

    /// <summary>What was answered since a moment.</summary>
    public Answered Since(long from) => Answered.Of(
        [.. _answers.Where(answer => answer.At >= from)], from, Stopwatch.GetTimestamp());

    public void Dispose() => _http.Dispose();

    async Task<long> Send(int sender)
    {
        using var pace = new PeriodicTimer(s_pause);
        var sent = 0L;
        while (!_ending && await pace.WaitForNextTickAsync())
        {
            await UntilTaken(Next(PerRequest, Customers), sender);
            sent += PerRequest;
        }

        return sent;
    }

    List<string> Next(int count, int customers)
    {
        var first = Interlocked.Add(ref _next, count) - count;
        return [.. Enumerable.Range(first, count)
            .Select(number => Load.Order(number, $"c{(long)number * 7_919 % customers}"))];
    }

    async Task<long> Review()
    {
        using var pace = new PeriodicTimer(s_pause);
        while (!_ending && await pace.WaitForNextTickAsync())
        {
            await UntilTaken([Bad(_reviews)], _reviews);
            _reviews++;
        }

        return _reviews;
    }

    static string Bad(int number) =>
        $$$"""
        {"id":"review-{{{number}}}","type":"review.submitted","source":"bench-shop","occurredAt":"2026-11-01T10:00:00Z",
         "customer":"c{{{number % Customers}}}",
         "data":{"reviewId":"r{{{number}}}","rating":1,"text":"it broke on the first day"} }
        """;

    async Task UntilTaken(List<string> events, int sender)
    {
        for (var attempt = 0; events.Count > 0; attempt++)
        {
            var (left, wait) = await Once(events, apis[(sender + attempt) % apis.Count]);
            events = left;
            if (events.Count > 0)
            {
                await Task.Delay(wait);
            }
        }
    }

    /// <returns>What is to be sent again, and after how long.</returns>
    async Task<(List<string> Left, TimeSpan Wait)> Once(List<string> events, Uri api)
    {
        var from = Stopwatch.GetTimestamp();
        try
        {
            using var request = load.Request(HttpMethod.Post, "/v1/events");
            request.RequestUri = new(api, "/v1/events");
            request.Content = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8,
                MediaTypeHeaderValue.Parse("application/json"));
            using var answer = await _http.SendAsync(request);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            var wait = answer.Headers.RetryAfter?.Delta;
            var fates = body.RootElement.TryGetProperty("items", out var items)
                ? items.EnumerateArray().Select(Fate).ToList()
                : Enumerable.Repeat($"{(int)answer.StatusCode} {Code(body.RootElement)}", events.Count).ToList();
            var parted = fates.Exists(IsTaken) && !fates.TrueForAll(IsTaken);
            foreach (var (fate, count) in fates.CountBy(fate => fate))
            {
                Note(from, IsTaken(fate) || wait is not null ? fate : $"{fate} without Retry-After", count, parted);
            }

            return ([.. events.Where((_, i) => !IsTaken(fates[i]))], wait ?? TimeSpan.FromSeconds(1));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            // Whoever is away refuses or breaks off; who takes a request and never answers it is a finding.
            Note(from, error is TaskCanceledException ? NoAnswer : NoConnection, events.Count);
            return (events, TimeSpan.FromMilliseconds(100));
        }
    }

    void Note(long from, string fate, int events, bool parted = false)
    {
        var now = Stopwatch.GetTimestamp();
        _answers.Enqueue(new(now, Stopwatch.GetElapsedTime(from, now), fate, events, parted));
    }

    static bool IsTaken(string fate) => fate is Accepted or Duplicate;

    static string Fate(JsonElement item) =>
        item.TryGetProperty("code", out var code) ? code.GetString()! : item.GetProperty("status").GetString()!;

    static string Code(JsonElement problem) =>
        problem.TryGetProperty("type", out var type) ? type.GetString()!.Split('/')[^1] : "without a code";
}
