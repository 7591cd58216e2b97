using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;

namespace Engagement.Replay;

/// <summary>
/// The product as its clients see it. Being turned away, or finding nobody there, is waited out: an event sent twice is
/// a duplicate and does no harm.
/// </summary>
sealed class Server(HttpClient http, TimeProvider clock, Action<string> say)
{
    const int LooksMax = 30;

    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    static readonly TimeSpan s_breath = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_waitMin = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan s_waitMax = TimeSpan.FromSeconds(15);

    public async Task<JsonObject> Workspace(CancellationToken cancellation) =>
        await Ask(() => new(HttpMethod.Get, "v1/workspace"), cancellation);

    /// <summary>
    /// What the workspace looks like once it has come to rest: alerts and messages leave after the commit that wants
    /// them, so the report is asked for until it says the same twice.
    /// </summary>
    public async Task<JsonObject> Report(CancellationToken cancellation)
    {
        var report = await ReportNow(cancellation);
        for (var look = 0; look < LooksMax; look++)
        {
            await Breathe(cancellation);
            var later = await ReportNow(cancellation);
            if (JsonNode.DeepEquals(report, later))
            {
                break;
            }

            report = later;
        }

        return report;
    }

    /// <summary>
    /// Lets everything happen that is due until then. A clock that stands later stays there: the same file was sent
    /// before, or another.
    /// </summary>
    /// <returns>Follow-ups that took effect on the way.</returns>
    public async Task<long> MoveClock(DateTimeOffset to, CancellationToken cancellation)
    {
        for (var fired = 0L; ;)
        {
            var answer = await Ask(
                () => new(HttpMethod.Post, "v1/workspace/clock")
                {
                    Content = JsonContent.Create(
                        new JsonObject { ["to"] = Expression.Rfc3339(to), ["catchUp"] = true }),
                },
                cancellation);
            fired += (long?)answer["fired"] ?? 0;
            if ((bool?)answer["complete"] != false)
            {
                return fired;
            }
        }
    }

    /// <summary>What became of each event, in their order.</summary>
    public async Task<IReadOnlyList<JsonObject>> Send(
        IReadOnlyList<RecordedEvent> events, bool followClock, CancellationToken cancellation)
    {
        var body = new byte[events.Sum(e => e.Json.Length + 1) + 1];
        var at = 0;
        foreach (var e in events)
        {
            body[at++] = at == 1 ? (byte)'[' : (byte)',';
            e.Json.CopyTo(body, at);
            at += e.Json.Length;
        }

        body[^1] = (byte)']';
        var answer = await Ask(
            () => new(HttpMethod.Post, followClock ? "v1/events?clock=follow" : "v1/events")
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
            },
            cancellation);
        return answer["items"] is JsonArray items && items.Count == events.Count
            ? [.. items.Select(item => item!.AsObject())]
            : throw new ServerException("The answer does not say of each event what became of it.");
    }

    /// <summary>Waits a little before what was not taken is sent again.</summary>
    public Task Breathe(CancellationToken cancellation) => Task.Delay(s_breath, clock, cancellation);

    Task<JsonObject> ReportNow(CancellationToken cancellation) =>
        Ask(() => new(HttpMethod.Get, "v1/workspace/report"), cancellation);

    async Task<JsonObject> Ask(Func<HttpRequestMessage> question, CancellationToken cancellation)
    {
        var reply = await Retrying(clock.GetTimestamp())
            .ExecuteAsync(async token => await Attempt(question, token), cancellation);
        return reply.Answer!;
    }

    ResiliencePipeline<Reply> Retrying(long begun) => new ResiliencePipelineBuilder<Reply> { TimeProvider = clock }
        .AddRetry(new()
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = static tried => new(tried.Outcome.Result is { Answer: null }),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = s_waitMin,
            MaxDelay = s_waitMax,
            DelayGenerator = static tried => new(
                tried.Outcome.Result!.RetryAfter is { } told && told > s_waitMax
                    ? s_waitMax
                    : tried.Outcome.Result.RetryAfter),
            OnRetry = tried =>
            {
                var trouble = tried.Outcome.Result!.Trouble;
                if (clock.GetElapsedTime(begun) + tried.RetryDelay > s_patience)
                {
                    throw new ServerException($"{trouble} It has been so for {s_patience.TotalMinutes} minutes.");
                }

                say($"{trouble} Trying again in {tried.RetryDelay.TotalSeconds:0.0} s.");
                return default;
            },
        })
        .Build();

    async Task<Reply> Attempt(Func<HttpRequestMessage> question, CancellationToken cancellation)
    {
        try
        {
            using var request = question();
            using var response = await http.SendAsync(request, cancellation);
            if (IsPassing(response.StatusCode))
            {
                return new(null, $"The server answers {(int)response.StatusCode}.", response.Headers.RetryAfter?.Delta);
            }

            var answer = await response.Content.ReadFromJsonAsync<JsonNode>(cancellation) as JsonObject;
            return answer is not null && (response.IsSuccessStatusCode || answer.ContainsKey("items"))
                ? new(answer)
                : throw new ServerException(
                    $"{request.Method} {request.RequestUri} was answered {(int)response.StatusCode}: " +
                    $"{answer?["detail"] ?? answer?["title"]}");
        }
        catch (Exception error) when (IsPassing(error, cancellation))
        {
            return new(null, $"The server cannot be reached ({error.Message}).");
        }
        catch (JsonException error)
        {
            throw new ServerException($"What answers at {http.BaseAddress} is not this product.", error);
        }
    }

    static bool IsPassing(HttpStatusCode status) => status is
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or
        HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout;

    static bool IsPassing(Exception error, CancellationToken cancellation) =>
        error is HttpRequestException or IOException ||
        (error is TaskCanceledException && !cancellation.IsCancellationRequested);

    /// <summary>An answer, or what is wrong for now and how long the server asked to be left alone.</summary>
    sealed record Reply(JsonObject? Answer, string Trouble = "", TimeSpan? RetryAfter = null);
}

/// <summary>The server will not do what is asked, and asking again will not change that.</summary>
sealed class ServerException(string message, Exception? inner = null) : Exception(message, inner);
