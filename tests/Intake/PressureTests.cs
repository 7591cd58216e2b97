using System.Net;
using System.Text.Json.Nodes;
using Engagement.Events;
using Engagement.Storage;
using Orleans.Runtime;
using static Engagement.Tests.Intake.IntakeTests;

namespace Engagement.Tests.Intake;

/// <summary>POST /v1/events while there is too much to do, or something is away: who is asked to come again.</summary>
public sealed class PressureTests : IAsyncLifetime
{
    IntakeHost _host = null!;

    public async Task InitializeAsync() => _host = await IntakeHost.Start();

    public async Task DisposeAsync() => await _host.DisposeAsync();

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
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task A_workspace_with_its_share_under_way_is_told_to_wait_before_its_body_is_read(string type)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Customers.Held = held.Task;
        var events = Enumerable.Range(0, EventIntake.ArrayItemsMax).Select(i => Event($"e{i}", "ada"));
        var first = _host.Post($"[{string.Join(',', events)}]");
        await _host.Customers.Called;

        var second = await _host.Post(Event("late", "bo"), type);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);

        held.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.True((await _host.Post(Event("late", "bo"), type)).IsSuccessStatusCode);
    }
}
