using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Hosting;

namespace Engagement.Tests.Intake;

/// <summary>POST /v1/events: who is answered what.</summary>
public sealed class IntakeTests : IAsyncLifetime
{
    const string Lines = "application/x-ndjson";

    static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    IntakeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await IntakeHost.Start();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task One_event_is_taken_and_its_version_told()
    {
        var (status, answer) = await Post(Event("e1", "ada"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"index":0,"id":"e1","status":"accepted","version":1,"takenAt":"2026-03-09T12:00:00Z"}""",
            Assert.Single(answer["items"]!.AsArray())!.ToJsonString(s_plain));
        Assert.Equal((1, 0, 0), ((int)answer["accepted"]!, (int)answer["duplicates"]!, (int)answer["refused"]!));
        var (key, delivery) = Assert.Single(_host.Customers.Calls);
        Assert.Equal("shop/ada", key);
        Assert.Equal("""{"orderId":"1"}""", Encoding.UTF8.GetString(Assert.Single(delivery.Events).Data));
    }

    [Fact]
    public async Task A_repeat_is_a_duplicate_and_another_content_a_conflict()
    {
        await Post(Event("e1", "ada"));

        var (again, duplicate) = await Post(Event("e1", "ada"));
        Assert.Equal((HttpStatusCode.OK, "duplicate"), (again, Status(duplicate, 0)));

        var (other, conflict) = await Post(Event("e1", "ada", order: "2"));
        Assert.Equal((HttpStatusCode.Conflict, "refused"), (other, Status(conflict, 0)));
        Assert.Equal("conflict", (string?)conflict["items"]![0]!["code"]);
        Assert.Equal("/errors/event-conflict", (string?)conflict["type"]);
        Assert.Single(_host.Customers.Taken);
    }

    [Fact]
    public async Task One_bad_item_never_spoils_the_others()
    {
        var (status, answer) = await Post(
            $"[{Event("e1", "ada")},{{\"id\":7}},{Event("e2", "bo")},{{]}},{Event("e3", "ada")}]"
                .Replace("{]}", "{\"a\" 1}", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal(["accepted", "refused", "accepted", "refused", "accepted"], Statuses(answer));
        Assert.Equal("malformed", (string?)answer["items"]![3]!["code"]);
        Assert.Equal(3, (int?)answer["accepted"]);
        Assert.Equal(2, (int?)answer["refused"]);
        Assert.Equal(3, _host.Customers.Taken.Count);
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"\\udc00\\u0069d\":1}")]
    public async Task A_member_named_by_half_a_character_is_refused_alone(string broken)
    {
        var (status, answer) = await Post($"[{Event("e1", "ada")},{broken},{Event("e2", "bo")}]");

        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal(["accepted", "refused", "accepted"], Statuses(answer));
    }

    [Fact]
    public async Task A_customer_is_called_once_a_request_with_its_events_in_order()
    {
        string[] customers = ["ada", "bo", "ada", "ada", "bo"];
        await Post($"[{string.Join(',', customers.Select((customer, i) => Event($"{i + 1}", customer)))}]");

        Assert.Equal(2, _host.Customers.Calls.Count);
        Assert.Equal(
            ["shop/ada:1 3 4", "shop/bo:2 5"],
            _host.Customers.Calls
                .Select(call => $"{call.Key}:{string.Join(' ', call.Delivery.Events.Select(e => e.Id))}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task When_none_is_taken_the_answer_is_a_problem_that_points_into_the_body()
    {
        var (status, answer) = await Post($"[{Event("e1", "ada", order: "\u0000")},7]");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("/errors/events-refused", (string?)answer["type"]);
        Assert.Equal(
            ["/0/data/orderId", "/1"], answer["errors"]!.AsArray().Select(error => (string?)error!["pointer"]));
        Assert.Equal(["/data/orderId", ""], answer["items"]!.AsArray().Select(item => (string?)item!["pointer"]));
    }

    [Theory]
    [InlineData("", 400, "malformed")]
    [InlineData("   ", 400, "malformed")]
    [InlineData("nonsense", 400, "malformed")]
    [InlineData("7", 400, "malformed")]
    [InlineData("{", 400, "malformed")]
    [InlineData("{\"id\":", 400, "malformed")]
    [InlineData("{}", 422, "events-refused")]
    [InlineData("[[]]", 422, "events-refused")]
    [InlineData("[", 400, "malformed")]
    [InlineData("[{", 400, "malformed")]
    [InlineData("[{}", 400, "malformed")]
    [InlineData("[{},7", 400, "malformed")]
    [InlineData("[{}] x", 400, "malformed")]
    [InlineData("[{\"a\" 1}]", 422, "events-refused")]
    public async Task A_body_that_is_no_event_is_told_so(string body, int status, string slug)
    {
        var response = await _host.Post(body);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal((status, $"/errors/{slug}"), ((int)response.StatusCode, (string?)problem["type"]));
    }

    [Fact]
    public async Task An_event_without_type_is_told_what_a_type_is()
    {
        var (_, answer) = await Post(
            """{ "id": "e1", "occurredAt": "2026-03-02T09:30:00Z", "customer": "ada", "data": {} }""");

        var item = answer["items"]![0]!;
        Assert.Equal(("missing-member", "/type"), ((string?)item["code"], (string?)item["pointer"]));
        Assert.Equal("a type that GET /v1/event-types lists, or custom.your-name", (string?)item["expected"]);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("\\u002e")]
    public async Task A_customer_that_no_address_can_name_is_refused(string customer)
    {
        var (status, answer) = await Post(
            Event("e1", "ada").Replace("\"ada\"", $"\"{customer}\"", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var item = answer["items"]![0]!;
        Assert.Equal(("wrong-form", "/customer"), ((string?)item["code"], (string?)item["pointer"]));
        Assert.Contains("address", (string?)item["reason"], StringComparison.Ordinal);
        Assert.Empty(_host.Customers.Calls);
        Assert.Equal(HttpStatusCode.OK, (await Post(Event("e1", "..."))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Post(Event(".", ".ada"))).Status);
    }

    [Fact]
    public async Task A_member_of_an_event_that_is_there_twice_is_pointed_at()
    {
        var (_, answer) = await Post(
            Event("e1", "ada").Replace("\"data\":{", "\"data\":{\"orderId\":\"0\",", StringComparison.Ordinal));

        var item = answer["items"]![0]!;
        Assert.Equal(("duplicate-member", "/data/orderId"), ((string?)item["code"], (string?)item["pointer"]));
    }

    [Fact]
    public async Task An_empty_array_is_fine() =>
        Assert.Equal(HttpStatusCode.OK, (await Post("[]")).Status);

    [Fact]
    public async Task A_truncated_array_keeps_what_was_whole()
    {
        var (status, answer) = await Post($"[{Event("e1", "ada")},{Event("e2", "ada")[..^9]}");

        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal(["accepted", "refused"], Statuses(answer));
        Assert.Equal("malformed", (string?)answer["items"]![1]!["code"]);
    }

    [Fact]
    public async Task Truncated_lines_keep_what_was_whole()
    {
        var lines = await PostLines($"{Event("e1", "ada")}\n\n{Event("e2", "ada")}\n{Event("e3", "ada")[..^9]}");

        Assert.Equal(["accepted", "accepted", "refused"], lines.SkipLast(1).Select(line => (string?)line["status"]));
        Assert.Equal([0, 2, 3], lines.SkipLast(1).Select(line => (int?)line["index"]));
        Assert.Equal("""{"accepted":2,"duplicates":0,"refused":1}""", lines[^1]["summary"]!.ToJsonString());
    }

    [Theory]
    [InlineData("text/plain", null, 415)]
    [InlineData("application/xml", null, 415)]
    [InlineData("application/json", "deflate", 415)]
    [InlineData("application/json", "gzip, gzip", 415)]
    [InlineData("application/json; charset=utf-8", "identity", 200)]
    public async Task Kinds_of_bodies_that_are_not_taken_are_named(string type, string? encoding, int status)
    {
        var response = await _host.Post(Encoding.UTF8.GetBytes(Event("e1", "ada")), type, encoding);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task More_items_than_an_array_may_have_are_refused_whole()
    {
        var million = new StringBuilder("[", 3_000_002).Insert(1, "{},", 1_000_000);
        million[^1] = ']';
        var response = await _host.Post(million.ToString());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(_host.Customers.Taken);
    }

    [Fact]
    public async Task Lines_have_no_end()
    {
        var body = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            body.Append(Event($"e{i}", $"c{i % 50}")).Append('\n');
        }

        var lines = await PostLines(body.ToString());

        Assert.Equal(20_001, lines.Count);
        Assert.Equal(Enumerable.Range(0, 20_000), lines.SkipLast(1).Select(line => (int)line["index"]!));
        Assert.All(_host.Customers.Calls, call => Assert.InRange(call.Delivery.Events.Length, 1, 10_000));
    }

    [Fact]
    public async Task A_customer_that_fails_is_alone_in_it()
    {
        _host.Customers.Faults["shop/bo"] = () => new InvalidOperationException("a bug");

        var (status, answer) = await Post($"[{Event("e1", "ada")},{Event("e2", "bo")}]");

        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal(["accepted", "refused"], Statuses(answer));
        Assert.DoesNotContain("a bug", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_that_hangs_holds_up_nobody_else_of_its_request()
    {
        _host.Customers.Hanging.Add("shop/bo");

        var waits = _host.Clock.Armed(CustomerCalls.Patience);
        var answering = Post($"[{Event("e1", "ada")},{Event("e2", "bo")},{Event("e3", "cy")}]");
        await waits;
        _host.Clock.Advance(CustomerCalls.Patience);
        var (status, answer) = await answering;

        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal(["accepted", "refused", "accepted"], Statuses(answer));
        Assert.Equal("unavailable", (string?)answer["items"]![1]!["code"]);
    }

    [Fact]
    public async Task A_silo_that_is_lost_ends_the_wait_for_its_customers_and_not_that_of_requests_which_come_later()
    {
        _host.Customers.Hanging.Add("shop/bo");
        var asked = _host.Customers.CalledFor("shop/bo");
        var waits = _host.Clock.Armed(CustomerCalls.Patience);
        var answering = Post($"[{Event("e1", "ada")},{Event("e2", "bo")}]");
        await asked;
        await waits;

        var next = _host.LostSilos.Next;
        _host.LostSilos.NotifyGatewayCountChanged(4, 3, connectionRecovered: false);
        Assert.Equal(next, _host.LostSilos.Next);
        _host.LostSilos.NotifyGatewayCountChanged(3, 4, connectionRecovered: false);
        var waitsLonger = _host.Clock.Armed(CustomerCalls.Patience);
        var later = Post($"[{Event("e3", "bo")}]");
        await waitsLonger;
        _host.Clock.Advance(LostSilos.Grace);
        var (status, answer) = await answering;

        Assert.Equal(HttpStatusCode.MultiStatus, status);
        Assert.Equal(["accepted", "refused"], Statuses(answer));
        Assert.Equal("unavailable", (string?)answer["items"]![1]!["code"]);
        Assert.False(later.IsCompleted, "What was asked after the silo was lost is asked of those that are left.");
        _host.Clock.Advance(CustomerCalls.Patience);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await later).Status);
    }

    [Fact]
    public async Task The_clock_follows_events_in_a_rehearsal_only()
    {
        var live = await _host.Post(Event("e1", "ada"), query: "?clock=follow");
        Assert.Equal(HttpStatusCode.Conflict, live.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Post(Event("e1", "ada"), query: "?clock=x")).StatusCode);

        await using var rehearsal = await IntakeHost.Start(rehearsal: true);
        await rehearsal.Post(Event("e1", "ada"), query: "?clock=follow");
        await rehearsal.Post(Event("e2", "ada"));
        Assert.Equal([true, false], rehearsal.Customers.Calls.Select(call => call.Delivery.FollowClock));
    }

    [Fact]
    public async Task Two_spellings_of_one_id_are_one_customer()
    {
        await Post($"[{Event("e1", "cafe\u0301")},{Event("e2", "caf\u00e9")}]");

        Assert.Equal("shop/caf\u00e9", Assert.Single(_host.Customers.Calls).Key);
    }

    [Fact]
    public async Task Types_are_listed_and_each_has_its_schema()
    {
        var list = JsonNode.Parse(await _host.Client.GetStringAsync("/v1/event-types"))!["items"]!.AsArray();
        Assert.Equal(EventTypes.All.Length, list.Count);
        foreach (var line in list)
        {
            var response = await _host.Client.GetAsync((string)line!["schema"]!);
            var schema = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.Equal("application/schema+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        }

        var missing = await _host.Client.GetAsync("/v1/event-types/order.exploded");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    internal static string Event(string id, string customer, string order = "1") => new JsonObject
    {
        ["id"] = id,
        ["type"] = "order.paid",
        ["occurredAt"] = "2026-03-02T09:30:00Z",
        ["customer"] = customer,
        ["data"] = new JsonObject { ["orderId"] = order },
    }.ToJsonString(s_plain);

    async Task<(HttpStatusCode Status, JsonNode Answer)> Post(string body)
    {
        var response = await _host.Post(body);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    async Task<List<JsonNode>> PostLines(string body)
    {
        var response = await _host.Post(body, Lines);
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.Equal(Lines, response.Content.Headers.ContentType!.MediaType);
        return [.. (await response.Content.ReadAsStringAsync())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)];
    }

    static string? Status(JsonNode answer, int index) => (string?)answer["items"]![index]!["status"];

    static IEnumerable<string?> Statuses(JsonNode answer) =>
        answer["items"]!.AsArray().Select(item => (string?)item!["status"]);
}
