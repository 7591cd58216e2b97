using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Engagement.Bench.Measure;

/// <summary>
/// A workspace to measure in, and a sender of events to it that keeps a number of requests under way.
/// </summary>
sealed class Load
{
    static readonly string[] s_scopes =
        ["events:write", "customers:read", "alerts:read", "alerts:write", "definitions:write", "operations"];

    static int s_turnedAway;

    readonly HttpClient _client;
    readonly string _key;

    Load(HttpClient client, string key) => (_client, _key) = (client, key);

    /// <summary>Requests that the product did not take at once since the last time this was asked.</summary>
    public static int TurnedAway() => Interlocked.Exchange(ref s_turnedAway, 0);

    /// <summary>Creates a live workspace with a key for everything.</summary>
    public static Task<Load> Into(Product product, string workspace, bool starter) =>
        Into(product.Client, workspace, starter);

    /// <param name="client">Has the operator's key.</param>
    public static async Task<Load> Into(HttpClient client, string workspace, bool starter)
    {
        var made = await Post(client, "/v1/workspaces", new
        {
            id = workspace, name = workspace, rehearsal = false, timeZone = "Europe/Berlin", locale = "en", starter,
        });
        made.Dispose();
        using var key = await Post(client, $"/v1/workspaces/{workspace}/keys", new
        {
            name = "bench",
            scopes = s_scopes,
        });
        return new(client, key.RootElement.GetProperty("secret").GetString()!);
    }

    /// <summary>Bodies of <paramref name="size"/> orders each, about 400 bytes an event, ready to be sent.</summary>
    public static List<byte[]> Orders(int from, int count, int customers, int size, string prefix = "c")
    {
        var bodies = new List<byte[]>(count / size);
        var body = new StringBuilder();
        for (var i = from; i < from + count; i++)
        {
            body.Append(body.Length == 0 ? '[' : ',').Append(Order(i, $"{prefix}{(long)i * 7_919 % customers}"));
            if ((i - from + 1) % size == 0)
            {
                bodies.Add(Encoding.UTF8.GetBytes(body.Append(']').ToString()));
                body.Clear();
            }
        }

        return bodies;
    }

    /// <summary>
    /// Sends all bodies, so many at once, and answers how long it took until the last one was acknowledged.
    /// </summary>
    public async Task<TimeSpan> Send(IReadOnlyList<byte[]> bodies, int concurrency)
    {
        var next = -1;
        var startedAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < bodies.Count; i = Interlocked.Increment(ref next))
            {
                await SendOne(bodies[i]);
            }
        }));
        return Stopwatch.GetElapsedTime(startedAt);
    }

    /// <summary>Sends one body until it is taken; the product may ask for patience.</summary>
    public async Task SendOne(byte[] body)
    {
        while (true)
        {
            using var request = Request(HttpMethod.Post, "/v1/events");
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
            using var answer = await _client.SendAsync(request);
            if (answer.IsSuccessStatusCode && (int)answer.StatusCode == 200)
            {
                await answer.Content.CopyToAsync(Stream.Null);
                return;
            }

            if ((int)answer.StatusCode is not (429 or 503))
            {
                throw new InvalidOperationException(
                    $"Events were not taken: {(int)answer.StatusCode} " +
                    Telling(await answer.Content.ReadAsStringAsync()));
            }

            Interlocked.Increment(ref s_turnedAway);
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>The same workspace and key after a restart.</summary>
    public Load On(Product product) => new(product.Client, _key);

    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", _key);
        return request;
    }

    public string Key => _key;

    /// <summary>From the first refusal on, where there is one.</summary>
    static string Telling(string text)
    {
        var from = Math.Max(0, text.IndexOf("\"refused\",", StringComparison.Ordinal) - 100);
        return text[from..Math.Min(text.Length, from + 400)];
    }

    /// <summary>One order, about 400 bytes.</summary>
    public static string Order(int number, string customer) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id":"order.placed:{{{number:D9}}}","type":"order.placed","source":"bench-shop",
         "occurredAt":"2026-11-01T10:00:00Z","customer":"{{{customer}}}","data":{"orderId":"{{{number:D9}}}",
         "total":{"amount":{{{1_000 + (number % 9_000)}}},"currency":"EUR"},
         "items":[{"productId":"p-{{{number % 500}}}","quantity":1,"price":{"amount":4990,"currency":"EUR"}}],
         "promisedAt":"2031-11-06T18:00:00Z","contact":{"email":"{{{customer}}}@customers.example"} } }
        """);

    public async Task Publish(string kind, string id, string yaml)
    {
        using var request = Request(HttpMethod.Put, $"/v1/definitions/{kind}/{id}");
        request.Content = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var answer = await _client.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{kind} {id}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    static async Task<JsonDocument> Post(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text)
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }
}
