using System.Net;
using System.Text.Json.Nodes;
using Engagement.Events;
using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using static Engagement.Tests.Intake.IntakeTests;

namespace Engagement.Tests.Intake;

/// <summary>POST /v1/events while there is too much to do, or something is away: who is asked to come again.</summary>
public sealed class PressureTests : IAsyncLifetime
{
    const string Lines = "application/x-ndjson";

    IntakeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await IntakeHost.Start();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task While_commits_wait_too_long_nothing_is_read()
    {
        _host.Load.PredictedWait = TimeSpan.FromSeconds(10);
        var response = await _host.Post(Event("e1", "ada"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 10, 15);
        Assert.Empty(_host.Customers.Calls);

        _host.Load.PredictedWait = TimeSpan.Zero;
        Assert.Equal(HttpStatusCode.OK, (await _host.Post(Event("e1", "ada"))).StatusCode);
    }

    [Fact]
    public async Task A_store_that_is_gone_costs_only_the_events_it_did_not_take()
    {
        _host.Customers.Faults["shop/bo"] = () => new StoreUnavailableException("gone");

        var response = await _host.Post($"[{Event("e1", "ada")},{Event("e2", "bo")}]");
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("unavailable", (string?)answer["items"]![1]!["code"]);

        var none = await _host.Post(Event("e3", "bo"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, none.StatusCode);
        Assert.NotNull(none.Headers.RetryAfter);
    }

    /// <summary>What is away is away for all of them, and the log would grow by each.</summary>
    [Fact]
    public async Task However_many_customers_of_a_request_are_to_be_tried_again_one_line_says_it()
    {
        using var kept = new KeptLog();
        await using var host = await IntakeHost.Start(also: builder => builder.Logging.AddProvider(kept));
        var customers = Enumerable.Range(0, 200).Select(n => $"c{n}").ToList();
        customers.ForEach(customer =>
            host.Customers.Faults[$"shop/{customer}"] = () => new StoreUnavailableException("gone"));

        using var response = await host.Post($"[{string.Join(',', customers.Select(who => Event($"of-{who}", who)))}]");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Single(kept.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("timeout")]
    public async Task A_customer_whose_process_has_died_is_to_be_tried_again(string how)
    {
        _host.Customers.Faults["shop/bo"] = () => how == "silo"
            ? new OrleansException("The target silo became unavailable.")
            : new TimeoutException("Response did not arrive on time.");

        var response = await _host.Post($"[{Event("e1", "ada")},{Event("e2", "bo")}]");
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("unavailable", (string?)answer["items"]![1]!["code"]);
        Assert.Contains("Send it again", (string?)answer["items"]![1]!["reason"], StringComparison.Ordinal);

        var none = await _host.Post(Event("e2", "bo"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, none.StatusCode);
        Assert.NotNull(none.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("defect")]
    [InlineData("timeout")]
    [InlineData("cancelled")]
    public async Task What_fails_while_the_process_ends_is_to_be_sent_to_another(string how)
    {
        _host.Customers.Faults["shop/bo"] = () => how switch
        {
            "defect" => new ObjectDisposedException("store"),
            "timeout" => new TimeoutException("Response did not arrive on time."),
            _ => new TaskCanceledException(),
        };
        _host.End();

        var response = await _host.Post($"[{Event("e1", "ada")},{Event("e2", "bo")}]");
        var item = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["items"]![1]!;
        Assert.Equal("unavailable", (string?)item["code"]);
        Assert.StartsWith("This process is ending", (string?)item["reason"], StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_call_that_was_called_off_is_not_one_that_took_too_long()
    {
        _host.Customers.Faults["shop/bo"] = () => new TaskCanceledException();

        var response = await _host.Post(Event("e1", "bo"));
        var item = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["items"]![0]!;
        Assert.Equal("unavailable", (string?)item["code"]);
        Assert.Contains("gave up before it answered", (string?)item["reason"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(Lines)]
    public async Task A_workspace_with_its_share_under_way_is_told_to_wait_before_its_body_is_read(string type)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Customers.Held = held.Task;
        var events = Enumerable.Range(0, EventIntake.ArrayItemsMax).Select(i => Event($"e{i}", "ada"));
        var first = _host.Post($"[{string.Join(',', events)}]");
        await _host.Customers.CalledFor("shop/ada");

        var second = await _host.Post(Event("late", "bo"), type);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);

        held.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.True((await _host.Post(Event("late", "bo"), type)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Streams_of_lines_that_trickle_keep_nobody_out()
    {
        var streams = await Trickle(EventIntake.ArrayItemsMax / EventIntake.ChunkLines + 2);

        Assert.Equal(HttpStatusCode.OK, (await _host.Post(Event("e1", "ada"))).StatusCode);
        await End(streams);
    }

    [Fact]
    public async Task Large_lines_are_handed_on_before_they_pile_up()
    {
        var text = new string('x', 50_000);
        var lines = Enumerable.Range(0, 100).Select(i => new JsonObject
        {
            ["id"] = $"e{i}",
            ["type"] = "custom.note",
            ["occurredAt"] = "2026-03-02T09:30:00Z",
            ["customer"] = "ada",
            ["data"] = new JsonObject { ["text"] = text },
        }.ToJsonString());

        var answer = await _host.Post(string.Join('\n', lines), Lines);
        await answer.Content.LoadIntoBufferAsync();

        Assert.Equal(100, _host.Customers.Taken.Count);
        Assert.All(_host.Customers.Calls, call => Assert.InRange(
            call.Delivery.Events.Sum(e => e.Data.Length), 1, EventIntake.ChunkBytes + EventEnvelope.BytesMax));
    }

    [Fact]
    public async Task More_streams_of_lines_than_a_workspace_may_have_open_are_told_to_wait()
    {
        var streams = await Trickle(Admission.LineStreamsMax);

        var refused = await _host.Post(Event("late", "bo"), Lines);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await _host.Post(Event("e1", "ada"))).StatusCode);

        await End(streams);
        Assert.Equal(HttpStatusCode.MultiStatus, (await _host.Post(Event("late", "bo"), Lines)).StatusCode);
    }

    [Fact]
    public async Task A_stream_that_finds_no_room_in_its_middle_waits_for_it()
    {
        using var stream = Assert.Single(await Trickle(1));
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Customers.Held = held.Task;
        var events = Enumerable.Range(0, EventIntake.ArrayItemsMax).Select(i => Event($"e{i}", "ada"));
        var first = _host.Post($"[{string.Join(',', events)}]");
        await _host.Customers.CalledFor("shop/ada");

        await stream.Send(Event("late", "bo"));
        var rest = stream.End();
        Assert.DoesNotContain(_host.Customers.Calls, call => call.Key == "shop/bo");

        held.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Contains(
            """{"summary":{"accepted":2,"duplicates":0,"refused":0}}""", await rest, StringComparison.Ordinal);
    }

    /// <summary>Opens streams that have sent one event and read its answer, and now send nothing.</summary>
    async Task<List<OpenLines>> Trickle(int count)
    {
        var streams = new List<OpenLines>();
        for (var i = 0; i < count; i++)
        {
            var stream = await OpenLines.Begin(_host.Client.BaseAddress!);
            await stream.Send(Event($"trickle{i}", "dee"));
            Assert.Contains("\"accepted\"", await stream.Next(), StringComparison.Ordinal);
            streams.Add(stream);
        }

        return streams;
    }

    static async Task End(List<OpenLines> streams)
    {
        foreach (var stream in streams)
        {
            Assert.Contains("\"summary\"", await stream.End(), StringComparison.Ordinal);
            stream.Dispose();
        }
    }
}
