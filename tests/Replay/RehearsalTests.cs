using System.Text.Json.Nodes;
using Engagement.Replay;
using Engagement.Tests.Support;

namespace Engagement.Tests.Replay;

/// <summary>Recordings against the whole product: the same file gives the same facts, however it is sent.</summary>
public sealed class RehearsalTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("engagement-replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_week_gives_the_same_facts_however_it_is_sent() =>
        GivesTheSameFacts(Repository.At("examples", "first-week.ndjson"));

    [Fact]
    public async Task Real_orders_give_the_same_facts_however_they_are_sent()
    {
        var (outcome, report) = await GivesTheSameFacts(
            Repository.Data("olist", "events.ndjson"));

        Assert.Equal((6_033, 0), (outcome.Accepted, outcome.Refused));
        Assert.Equal(6_033, (long?)report["totals"]!["events"]);
        Assert.Equal(1_173, (long?)report["totals"]!["customers"]);
    }

    [Fact]
    public async Task A_clock_that_stands_later_changes_nothing_about_what_follows_from_a_recording()
    {
        var file = Repository.At("examples", "first-week.ndjson");
        await using var app = await TestApp.Start(_folder);
        using var first = await app.Workspace("first");
        var whole = await Send(first, file, batch: 200);
        using var second = await app.Workspace("second");
        var server = new Server(second, TimeProvider.System, static _ => { });
        await server.MoveClock(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), default);

        var later = await Send(second, file, batch: 200);

        Assert.Equal(whole.Outcome.Fired, later.Outcome.Fired);
        Assert.Equal((string?)whole.Report["digest"], (string?)later.Report["digest"]);
    }

    async Task<(Outcome Outcome, JsonObject Report)> GivesTheSameFacts(string file)
    {
        (Outcome Outcome, JsonObject Report) whole;
        var app = await TestApp.Start(_folder);
        string key;
        long stoppedAt;
        await using (app)
        {
            using var first = await app.Workspace("first");
            whole = await Send(first, file, batch: 500);
            Assert.Equal(whole.Outcome.Records, whole.Outcome.Accepted);

            var again = await Send(first, file, batch: 37);
            Assert.Equal(whole.Outcome.Records, again.Outcome.Duplicates);
            Assert.Equal(whole.Report.ToJsonString(), again.Report.ToJsonString());

            using var second = await app.Workspace("second");
            key = second.DefaultRequestHeaders.Authorization!.Parameter!;
            stoppedAt = await SendUntilStopped(second, file, whole.Outcome.Records / 2);
        }

        await using var restarted = await TestApp.Start(_folder);
        using var client = restarted.Client(key);
        var rest = await Send(client, file, batch: 200, after: stoppedAt);
        Assert.Equal((string?)whole.Report["digest"], (string?)rest.Report["digest"]);
        Assert.Equal(whole.Report["totals"]!.ToJsonString(), rest.Report["totals"]!.ToJsonString());
        return whole;
    }

    static async Task<(Outcome Outcome, JsonObject Report)> Send(
        HttpClient client, string file, int batch, long after = 0)
    {
        var server = new Server(client, TimeProvider.System, static _ => { });
        var replayer = new Replayer(server, new(null, TimeProvider.System), batch, movesClock: true, static _ => { });
        await replayer.Play(await Recording.Open(file, null, Mappings.Known()), after, default);
        return (replayer.Outcome, await server.Report(default));
    }

    // Stops while a batch is on its way, so that nobody knows what became of it.
    static async Task<long> SendUntilStopped(HttpClient client, string file, long records)
    {
        using var stop = new CancellationTokenSource();
        var line = 0L;
        var server = new Server(client, TimeProvider.System, static _ => { });
        var replayer = new Replayer(server, new(null, TimeProvider.System), 100, movesClock: true, Done);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await replayer.Play(await Recording.Open(file, null, Mappings.Known()), 0, stop.Token));
        return line;

        void Done(long done)
        {
            line = done;
            if (done >= records)
            {
                stop.CancelAfter(TimeSpan.FromMilliseconds(5));
            }
        }
    }
}
