using System.Net;
using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What a definition names is there, or is said not to be when it is published.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("to: nowhere", "steps[0].message.to", "has no webhook endpoint 'nowhere'; there are crm.")]
    [InlineData("to: cmr", "steps[0].message.to", "has no webhook endpoint 'cmr': did you mean crm?")]
    [InlineData(null, "steps[0].message", "names no endpoint with 'to', and the workspace has no webhook endpoint 'd")]
    public async Task An_endpoint_that_is_not_there_is_refused_and_warned_of_where_nothing_leaves(
        string? to, string path, string reason)
    {
        await using var app = await Start();
        var text = Journey($"channel: webhook, purpose: feedback{(to is null ? "" : ", ")}{to}");

        using var live = await app.Workspace("live", rehearsal: false);
        var verdict = await live.Json(HttpMethod.Post, "/v1/definitions/validate", text, HttpStatusCode.OK);
        Is(Assert.Single(verdict.GetProperty("problems").EnumerateArray()), path, reason);
        using var refused = await live.Send(HttpMethod.Put, "/v1/definitions/journey/tell", text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        using var sandbox = await app.Workspace("sandbox");
        var published = await sandbox.Json(
            HttpMethod.Put, "/v1/definitions/journey/tell", text, HttpStatusCode.Created);
        var warning = Assert.Single(published.GetProperty("warnings").EnumerateArray());
        Assert.Equal(path, warning.GetProperty("path").GetString());
    }

    [Fact]
    public async Task An_endpoint_that_is_there_may_be_named()
    {
        await using var app = await Start();
        using var live = await app.Workspace("live", rehearsal: false);

        var published = await live.Json(
            HttpMethod.Put,
            "/v1/definitions/journey/tell",
            Journey("channel: webhook, purpose: feedback, to: crm"),
            HttpStatusCode.Created);

        var isTold = published.TryGetProperty("warnings", out var warnings);
        Assert.True(!isTold || warnings.ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [InlineData("kind: template\nid: thank-you\ntext: Thanks.\n", "", "'thank-you' sends it by e-mail, which needs")]
    [InlineData("kind: template\nid: layout\nlayout: delayed\ntext: \"{{ content }}\"\n", "layout", "It is the layout")]
    [InlineData("kind: template\nid: layout\ntext: Nothing.\n", "text", "A layout must write {{ content }}, or the me")]
    public async Task A_new_version_must_still_be_what_others_use_it_for(string text, string path, string reason)
    {
        await using var app = await Start();

        var verdict = await app.Demo.Json(HttpMethod.Post, "/v1/definitions/validate", text, HttpStatusCode.OK);

        Assert.Contains(verdict.GetProperty("problems").EnumerateArray(), problem =>
            problem.GetProperty("path").GetString() == path
            && problem.GetProperty("message").GetString()!.Contains(reason, StringComparison.Ordinal));
    }

    static void Is(JsonElement problem, string path, string reason)
    {
        Assert.Equal(path, problem.GetProperty("path").GetString());
        Assert.Contains(reason, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    static Task<TestApp> Start() => TestApp.Start(settings:
    [
        "--Webhooks:Endpoints:live:crm:Url=https://crm.example/hook",
        "--Webhooks:Endpoints:live:crm:Secrets:0=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ]);

    static string Journey(string message) =>
        $$"""
        kind: journey
        id: tell
        name: Tell
        trigger: order.placed
        entry: { oncePer: order }
        steps:
          - id: tell
            message: { template: thank-you, {{message}} }
        """;
}
