using System.Net;
using System.Text.RegularExpressions;
using Engagement.Access;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Api;

/// <summary>
/// Workspaces are walls. The routes are read from the running product, so that a new one is tried without anybody
/// remembering to.
/// </summary>
public sealed partial class WallTests(RunningProduct product) : IClassFixture<RunningProduct>, IAsyncLifetime
{
    // What the routes call the things they name, and the other workspace's thing of that name.
    readonly Dictionary<string, string> _foreign = new(StringComparer.Ordinal);
    HttpClient _stranger = null!;

    TestApp App => product.App;

    public async ValueTask InitializeAsync()
    {
        var suffix = Guid.NewGuid().ToString("N")[..8];
        using var owner = await App.Workspace($"owner-{suffix}");
        _stranger = await App.Workspace($"stranger-{suffix}");
        await owner.Tell(Shopping.Placed("ada", "1001"), Shopping.BadReview("ada", "r1"));
        _foreign["alertId"] = await owner.Alert("ada");
        _foreign["id"] = "ada";
        _foreign["kind"] = "journey";
        _foreign["row:long"] = (await owner.Json("/v1/messages")).GetProperty("items") is { } messages &&
            messages.GetArrayLength() > 0
                ? messages[0].GetProperty("row").ToString()
                : "1";
        await owner.Send(HttpMethod.Put, "/v1/definitions/brand/only-here", new StringContent(
            "kind: brand\nid: only-here\nname: Only here\n", System.Text.Encoding.UTF8, "application/yaml"));
        _foreign["name"] = "only-here";
        await owner.Json(
            HttpMethod.Put, "/v1/webhooks/only-here", new { url = "https://owner.example" }, HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        return default;
    }

    [Fact]
    public async Task A_foreign_id_is_a_404_on_every_route_that_takes_one()
    {
        var tried = 0;
        foreach (var (method, pattern) in Routes().Where(route => OfAWorkspace(route) && NamesSomething(route)))
        {
            using var answer = await _stranger.Send(
                new(method), Fill(pattern), method is "POST" or "PUT" ? Body(pattern) : null);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound,
                $"{method} {pattern} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            tried++;
        }

        Assert.True(tried >= 15, $"Only {tried} routes were found; the list is not read right.");
    }

    [Fact]
    public async Task Lists_hold_nothing_of_another_workspace()
    {
        foreach (var path in (string[])
            ["/v1/customers", "/v1/messages", "/v1/alerts", "/v1/alerts/feed", "/v1/dead-letters", "/v1/webhooks"])
        {
            Assert.Equal(0, (await _stranger.Json(path)).GetProperty("items").GetArrayLength());
        }

        var definitions = await _stranger.Json("/v1/definitions");
        Assert.DoesNotContain("only-here", definitions.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, (await _stranger.Json("/v1/workspace/report")).GetProperty("totals")
            .GetProperty("customers").GetInt64());
    }

    [Fact]
    public async Task The_operators_key_opens_no_workspace_and_a_workspaces_key_no_operators_route()
    {
        foreach (var (method, pattern) in Routes())
        {
            var client = IsTheOperators(pattern) ? _stranger
                : OfAWorkspace((method, pattern)) ? App.Operator
                : null;
            if (client is null)
            {
                continue;
            }

            using var answer = await client.Send(
                new(method), Fill(pattern), method is "POST" or "PUT" ? Body(pattern) : null);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {pattern}: {(int)answer.StatusCode}");
        }
    }

    static bool IsTheOperators(string pattern) =>
        pattern.StartsWith("/v1/workspaces", StringComparison.Ordinal)
        || pattern.StartsWith("/v1/clock", StringComparison.Ordinal);

    [Fact]
    public async Task Every_route_asks_for_a_scope_or_says_that_it_is_for_anybody()
    {
        foreach (var endpoint in Endpoints())
        {
            Assert.True(
                endpoint.Metadata.GetMetadata<NeedsScope>() is not null ||
                endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
                $"{endpoint.DisplayName} says neither.");
        }

        foreach (var (method, pattern) in Routes().Where(OfAWorkspace))
        {
            using var answer = await App.Anybody.Send(
                new(method), Fill(pattern), method is "POST" or "PUT" ? Body(pattern) : null);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {pattern}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("workspace")]
    [InlineData("workspaceId")]
    [InlineData("version")]
    [InlineData("agent")]
    [InlineData("points")]
    [InlineData("role")]
    [InlineData("scopes")]
    [InlineData("__proto__")]
    public async Task No_body_takes_a_member_that_it_does_not_list(string member)
    {
        var extra = $"\"{member}\": \"x\"";
        foreach (var (path, body, client) in (IEnumerable<(string, string, HttpClient)>)
        [
            ("/v1/alerts/any/resolve", $$"""{ {{extra}} }""", App.Demo),
            ("/v1/alerts/any/notes", $$"""{ "text": "t", {{extra}} }""", App.Demo),
            ("/v1/customers/any/suppressions/lift", $$"""{ "address": "a@example.com", {{extra}} }""", App.Demo),
            ("/v1/workspace/clock", $$"""{ "to": "2026-03-09T12:00:00Z", {{extra}} }""", App.Demo),
            ("/v1/workspaces", $$"""{ "id": "ww", "name": "w", {{extra}} }""", App.Operator),
            ("/v1/workspaces/demo/agents", $$"""{ "name": "mallory", {{extra}} }""", App.Operator),
        ])
        {
            using var answer = await client.Send(HttpMethod.Post, path, body);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path} took '{member}'.");
        }
    }

    static bool OfAWorkspace((string Method, string Pattern) route) =>
        route.Pattern.StartsWith("/v1/", StringComparison.Ordinal) &&
        !IsTheOperators(route.Pattern) &&
        !route.Pattern.StartsWith("/v1/event-types", StringComparison.Ordinal) &&
        route is not ("POST" or "DELETE", "/v1/session");

    // Publishing, or making an endpoint, gives a name of the caller's own; that another workspace has one like it says
    // nothing.
    static bool NamesSomething((string Method, string Pattern) route) =>
        route.Pattern.Contains('{')
        && route is not ("PUT", "/v1/definitions/{kind}/{id}" or "/v1/webhooks/{name}");

    IEnumerable<RouteEndpoint> Endpoints() =>
        App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    IEnumerable<(string Method, string Pattern)> Routes() => Endpoints()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Select(method => (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'))));

    string Fill(string pattern) => Hole().Replace(pattern, hole => (pattern, hole.Groups[1].Value) switch
    {
        ("/v1/definitions/{kind}/{id}" or "/v1/definitions/{kind}/{id}/in-force", "kind") => "brand",
        ("/v1/definitions/{kind}/{id}" or "/v1/definitions/{kind}/{id}/in-force", "id") => "only-here",
        (_, var name) => Uri.EscapeDataString(_foreign.GetValueOrDefault(name, "any")),
    });

    static object Body(string pattern) => pattern switch
    {
        _ when pattern.EndsWith("/notes", StringComparison.Ordinal) => """{ "text": "mine now" }""",
        _ when pattern.EndsWith("/take-over", StringComparison.Ordinal) => """{ "from": "bea" }""",
        _ when pattern.EndsWith("/lift", StringComparison.Ordinal) => """{ "address": "ada@example.com" }""",
        _ when pattern.EndsWith("/in-force", StringComparison.Ordinal) => """{ "version": 1 }""",
        _ when pattern.EndsWith("/default-brand", StringComparison.Ordinal) => """{ "brand": "only-here" }""",
        _ when pattern.StartsWith("/v1/definitions", StringComparison.Ordinal) =>
            new StringContent("kind: brand", System.Text.Encoding.UTF8, "application/yaml"),
        _ => "{}",
    };

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Hole();
}
