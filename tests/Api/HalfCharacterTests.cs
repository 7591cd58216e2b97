using System.Net;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>Text that JSON's grammar allows and nobody can read is the caller's mistake, not ours.</summary>
public sealed class HalfCharacterTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    const string Starter =
        """
        { "kind": "template", "id": "MARK", "channel": "email", "subject": "MARK", "MARK": "MARK" }
        """;

    static readonly string[] s_broken = ["\\ud800", "\\udc00x", "\\u0000"];

    TestApp App => product.App;

    public static TheoryData<string, string, string> Bodies { get; } = new()
    {
        { "POST", "/v1/alerts/ALERT/notes", """{ "text": "MARK" }""" },
        { "POST", "/v1/alerts/ALERT/notes", """{ "text": "t", "id": "MARK" }""" },
        { "POST", "/v1/alerts/ALERT/notes", """{ "text": "t", "MARK": "t" }""" },
        { "POST", "/v1/alerts/ALERT/notes", """{ "text": { "MARK": [ "MARK" ] } }""" },
        { "POST", "/v1/alerts/ALERT/resolve", """{ "resolution": "MARK" }""" },
        { "POST", "/v1/session", """{ "workspace": "MARK", "name": "n", "password": "p" }""" },
        { "POST", "/v1/session", """{ "workspace": "demo", "name": "MARK", "password": "p" }""" },
        { "POST", "/v1/session", """{ "workspace": "demo", "name": "agent", "password": "MARK" }""" },
        { "POST", "/v1/workspace/clock", """{ "to": "MARK" }""" },
        { "POST", "/v1/workspaces", """{ "id": "MARK", "name": "n" }""" },
        { "POST", "/v1/workspaces", """{ "id": "half", "name": "MARK" }""" },
        { "POST", "/v1/workspaces", """{ "id": "half", "name": "n", "timeZone": "MARK" }""" },
        { "POST", "/v1/workspaces", """{ "id": "half", "name": "n", "locale": "MARK" }""" },
        { "POST", "/v1/workspaces/demo/keys", """{ "name": "MARK", "scopes": [] }""" },
        { "POST", "/v1/workspaces/demo/keys", """{ "name": "n", "scopes": [ "MARK" ] }""" },
        { "POST", "/v1/workspaces/demo/agents", """{ "name": "MARK" }""" },
        { "POST", "/v1/workspaces/demo/agents", """{ "name": "half", "password": "MARK enough of it" }""" },
        { "PUT", "/v1/definitions/template/half", Starter },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task It_is_refused_wherever_a_body_has_it(string method, string path, string body)
    {
        using var shop = await App.Workspace($"half-{Guid.NewGuid():N}"[..30]);
        await shop.Tell(Shopping.BadReview("ada", "r1"));
        var address = path.Replace("ALERT", Uri.EscapeDataString(await shop.Alert("ada")), StringComparison.Ordinal);
        var client = path.StartsWith("/v1/workspaces", StringComparison.Ordinal) ? App.Operator : shop;
        foreach (var broken in s_broken)
        {
            using var answer = await client.Send(
                new(method), address, body.Replace("MARK", broken, StringComparison.Ordinal));
            var told = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode is 400 or 422, $"{(int)answer.StatusCode}: {told}");
            Assert.Matches("\"(errors|problems)\":\\[\\{", told);
        }

        using var validated = await shop.Send(HttpMethod.Post, "/v1/definitions/validate", "{ \"\\ud800\": 1 }");
        Assert.Equal(HttpStatusCode.OK, validated.StatusCode);
    }
}
