using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Engagement.Replay;
using Engagement.Tests.Support;

namespace Engagement.Tests.Replay;

/// <summary>Sending: batches, clocks, and servers that are busy, gone, or half there.</summary>
public sealed class ReplayerTests : IDisposable
{
    readonly string _path = Path.GetTempFileName();
    readonly ScriptedServer _script = new();
    readonly List<long> _bookmarks = [];
    readonly List<string> _said = [];

    public void Dispose()
    {
        _script.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task Events_go_out_in_batches_and_the_clock_follows_each()
    {
        var outcome = await Play(events: 5, batch: 2);

        Assert.Equal(
            [
                "POST /v1/events?clock=follow 0 1", "POST /v1/workspace/clock 2026-03-02T01:00:00Z",
                "POST /v1/events?clock=follow 2 3", "POST /v1/workspace/clock 2026-03-02T03:00:00Z",
                "POST /v1/events?clock=follow 4", "POST /v1/workspace/clock 2026-03-02T04:00:00Z",
            ],
            _script.Heard);
        Assert.Equal((5, 5, 0, 0), (outcome.Records, outcome.Accepted, outcome.Duplicates, outcome.Refused));
        Assert.Equal([2, 4, 5], _bookmarks);
    }

    [Fact]
    public async Task A_clock_that_stands_later_is_no_hindrance()
    {
        await Play(events: 2, batch: 1);

        Assert.Equal([true, true], _script.CatchUps);
    }

    [Fact]
    public async Task A_live_workspace_keeps_its_clock()
    {
        await Play(events: 2, batch: 2, movesClock: false);

        Assert.Equal(["POST /v1/events 0 1"], _script.Heard);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.BadGateway)]
    public async Task Being_turned_away_is_waited_out(HttpStatusCode status)
    {
        _script.Next.Enqueue(() => new(status));
        _script.Next.Enqueue(() => throw new HttpRequestException("Connection refused"));
        var outcome = await Play(events: 2, batch: 2);

        Assert.Equal(2, outcome.Accepted);
        Assert.Equal(3, _script.Heard.Count(line => line.StartsWith("POST /v1/events", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wait_that_the_server_asks_for_is_kept_up_to_a_quarter_of_a_minute()
    {
        foreach (var seconds in (int[])[0, 7, 3_600])
        {
            _script.Next.Enqueue(() => new(HttpStatusCode.ServiceUnavailable)
            {
                Headers = { RetryAfter = new(TimeSpan.FromSeconds(seconds)) },
            });
        }

        await Play(events: 1, batch: 1);

        Assert.Equal(
            [
                "The server answers 503. Trying again in 0.0 s.",
                "The server answers 503. Trying again in 7.0 s.",
                "The server answers 503. Trying again in 15.0 s.",
            ],
            _said);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_given_up_after_ten_minutes()
    {
        var clock = new HastyClock();
        var begun = clock.GetTimestamp();
        _script.Always = () => throw new HttpRequestException("Connection refused");

        var given = await Assert.ThrowsAsync<ServerException>(() => Play(events: 1, batch: 1, clock: clock));

        Assert.Equal(
            "The server cannot be reached (Connection refused). It has been so for 10 minutes.", given.Message);
        Assert.InRange(
            clock.GetElapsedTime(begun), TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Only_what_was_not_taken_is_sent_again()
    {
        _script.Next.Enqueue(
            () => ScriptedServer.Items(HttpStatusCode.MultiStatus, "accepted", "unavailable", "refused"));
        var outcome = await Play(events: 3, batch: 3);

        Assert.Equal(["POST /v1/events?clock=follow 0 1 2", "POST /v1/events?clock=follow 1"], _script.Heard.Take(2));
        Assert.Equal((3, 2, 1), (outcome.Records, outcome.Accepted, outcome.Refused));
        Assert.Equal(3, (long?)Assert.Single(outcome.Refusals)["line"]);
    }

    [Fact]
    public async Task A_batch_of_which_nothing_was_taken_is_an_answer_too()
    {
        _script.Next.Enqueue(() => ScriptedServer.Items(HttpStatusCode.UnprocessableEntity, "refused", "refused"));

        Assert.Equal(2, (await Play(events: 2, batch: 2)).Refused);
    }

    [Fact]
    public async Task A_key_that_opens_nothing_ends_the_replay_at_once()
    {
        _script.Next.Enqueue(
            () => new(HttpStatusCode.Unauthorized) { Content = new StringContent("{\"title\":\"Say who.\"}") });

        Assert.Contains(
            "401: Say who.",
            (await Assert.ThrowsAsync<ServerException>(() => Play(events: 1, batch: 1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_speed_events_wait_for_their_time()
    {
        // An hour of the recording is a second here, and the clock only moves when the test says so.
        var clock = new ArmedClock(DateTimeOffset.UnixEpoch);
        var armed = clock.Armed(TimeSpan.FromSeconds(1));
        var playing = Play(events: 2, batch: 10, pace: new(3_600, clock));

        await armed;
        Assert.DoesNotContain("POST /v1/events?clock=follow 1", _script.Heard);
        clock.Advance(TimeSpan.FromSeconds(1));
        await playing;
        Assert.Equal("POST /v1/events?clock=follow 1", _script.Heard.ElementAt(2));
    }

    async Task<Outcome> Play(int events, int batch, bool movesClock = true, Pace? pace = null, HastyClock? clock = null)
    {
        await File.WriteAllLinesAsync(_path, Enumerable.Range(0, events).Select(hour =>
            $$"""{"id":"{{hour}}","type":"t","occurredAt":"2026-03-02T0{{hour}}:00:00Z","customer":"c","data":7}"""));
        using var http = new HttpClient(_script, disposeHandler: false) { BaseAddress = new("http://server.example/") };
        var server = new Server(http, clock ?? new(), _said.Add);
        var replayer = new Replayer(server, pace ?? new(null, TimeProvider.System), batch, movesClock, _bookmarks.Add);
        await replayer.Play(await Recording.Open(_path, null, []), 0, default);
        return replayer.Outcome;
    }

    /// <summary>Answers what it was told to, and otherwise takes everything.</summary>
    sealed class ScriptedServer : HttpMessageHandler
    {
        public Queue<Func<HttpResponseMessage>> Next { get; } = new();

        public Func<HttpResponseMessage>? Always { get; set; }

        public ConcurrentQueue<string> Heard { get; } = new();

        public List<bool> CatchUps { get; } = [];

        public static HttpResponseMessage Items(HttpStatusCode status, params IEnumerable<string> words) => new(status)
        {
            Content = new StringContent(new JsonObject
            {
                ["items"] = new JsonArray([.. words.Select(word => new JsonObject
                {
                    ["status"] = word == "unavailable" ? "refused" : word,
                    ["code"] = word,
                })]),
            }.ToJsonString()),
        };

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            var said = body is JsonArray events
                ? string.Join(' ', events.Select(e => (string?)e!["id"]))
                : (string?)body!["to"];
            if (body is JsonObject move)
            {
                CatchUps.Add((bool?)move["catchUp"] ?? false);
            }

            Heard.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery} {said}");
            return Next.TryDequeue(out var answer) || (answer = Always) is not null ? answer()
                : body is JsonArray all ? Items(HttpStatusCode.OK, all.Select(_ => "accepted"))
                : new(HttpStatusCode.OK) { Content = new StringContent("{\"fired\":0}") };
        }
    }

    /// <summary>Whatever is waited for is there at once.</summary>
    sealed class HastyClock : TimeProvider
    {
        long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _now, Math.Max(dueTime.Ticks, 0));
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
