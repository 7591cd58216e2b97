using System.Net;
using System.Text.Json.Nodes;
using Engagement.Events;
using static Engagement.Tests.Intake.IntakeTests;

namespace Engagement.Tests.Intake;

/// <summary>POST /v1/events with bodies that are compressed, whole and not.</summary>
public sealed class CompressionTests : IAsyncLifetime
{
    const string Lines = "application/x-ndjson";

    IntakeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await IntakeHost.Start();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("gzip", "application/json")]
    [InlineData("br", "application/json")]
    [InlineData("gzip", Lines)]
    [InlineData("br", Lines)]
    public async Task Compressed_bodies_are_taken(string encoding, string type)
    {
        var events = Enumerable.Range(0, 2_500).Select(i => Event($"e{i}", $"c{i % 300}"));
        var body = type == Lines ? string.Join('\n', events) : $"[{string.Join(',', events)}]";
        var response = await _host.Post(Bodies.Pack(encoding, body), type, encoding);

        Assert.Contains("\"accepted\":2500,", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2_500, _host.Customers.Taken.Count);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_damaged_compressed_body_is_refused_from_the_damage_on(string encoding)
    {
        var body = string.Join('\n', Enumerable.Range(0, 900).Select(i => Event($"e{i}", "ada")));
        var whole = Bodies.Pack(encoding, body);
        var response = await _host.Post(whole[..(whole.Length / 2)], Lines, encoding);
        var last = (await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n');

        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.Contains("\"code\":\"malformed\"", last[^2], StringComparison.Ordinal);
        Assert.Contains("\"summary\"", last[^1], StringComparison.Ordinal);

        var garbage = await _host.Post([1, 2, 3, 4], "application/json", encoding);
        Assert.Equal(HttpStatusCode.BadRequest, garbage.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    public async Task A_compressed_body_that_stops_before_its_end_is_told_where(string encoding)
    {
        var first = Bodies.Flushed(encoding, Enumerable.Range(0, 4).Select(i => $"{Event($"e{i}", "ada")}\n"));
        var response = await _host.Post(first, Lines, encoding);
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n');

        Assert.Equal(6, lines.Length);
        var broken = JsonNode.Parse(lines[4])!;
        Assert.Equal((4, "malformed"), ((int)broken["index"]!, (string?)broken["code"]));
        Assert.Equal("""{"summary":{"accepted":4,"duplicates":0,"refused":1}}""", lines[5]);
        Assert.Equal(4, _host.Customers.Taken.Count);
    }

    [Theory]
    [InlineData("gzip", 8)]
    [InlineData("gzip", 1)]
    [InlineData("br", 1)]
    public async Task One_event_whose_packed_end_is_missing_does_not_pass_as_whole(string encoding, int missing)
    {
        var whole = Bodies.Pack(encoding, Event("e1", "ada"));
        var response = await _host.Post(whole[..^missing], "application/json", encoding);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("malformed", (string?)answer["items"]!.AsArray()[^1]!["code"]);
        Assert.Equal(HttpStatusCode.OK, (await _host.Post(whole, "application/json", encoding)).StatusCode);
    }

    [Fact]
    public async Task Lines_that_unpack_to_more_than_events_can_are_no_longer_answered_past_the_first_megabyte()
    {
        var lines = string.Concat(Enumerable.Repeat($"{{\"id\":\"{new string('x', 4_000)}\"}}\n", 1_000));
        var packed = Bodies.Pack("br", lines);
        Assert.True(packed.Length < lines.Length / EventBody.CompressionMax, "They do not pack well enough.");

        var response = await _host.Post(packed, Lines, "br");
        var answers = (await response.Content.ReadAsStringAsync()).Split('\n');

        Assert.InRange(answers.Length, 260, 500);
        Assert.Contains("times what was sent", answers[^3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_body_of_several_members_is_taken_whole_and_not_with_half_of_its_last()
    {
        byte[] two = [.. Bodies.Pack("gzip", $"{Event("e1", "ada")}\n"), .. Bodies.Pack("gzip", Event("e2", "ada"))];

        var whole = await _host.Post(two, Lines, "gzip");
        Assert.Contains(
            """"accepted":2,"duplicates":0,"refused":0"""", await whole.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        var cut = await _host.Post(two[..^4], Lines, "gzip");
        Assert.Contains(
            """"accepted":0,"duplicates":1,"refused":1"""", await cut.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_gzip_at_all_is_told_so_rather_than_that_it_is_empty()
    {
        var garbage = await _host.Post([1, 2, 3, 4], "application/json", "gzip");

        Assert.Equal(HttpStatusCode.BadRequest, garbage.StatusCode);
        Assert.Contains("is damaged", await garbage.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
