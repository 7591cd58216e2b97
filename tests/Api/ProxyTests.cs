using System.Net;
using Engagement.Access;
using Engagement.Problems;
using Engagement.Tests.Support;
using Engagement.Unsubscribe;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Api;

/// <summary>
/// Behind a proxy that speaks TLS: who asks, and how, is the word of proxies that the settings name, and nobody else's.
/// </summary>
public sealed class ProxyTests
{
    const string Outside = "https://engagement.example.com";
    const int SignInsAMinute = 60;

    [Fact]
    public async Task Behind_a_proxy_that_speaks_TLS_an_agent_signs_in_and_acts_at_the_public_address()
    {
        await using var app = await TestApp.Start(settings: [$"--ENGAGE_PUBLIC_URL={Outside}/"]);

        using var signedIn = await SignIn(app, Outside);

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        using var browser = app.Client(null);
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        browser.DefaultRequestHeaders.Add("Origin", Outside);
        browser.DefaultRequestHeaders.Add(CsrfProtection.Header, "1");
        using var claimed = await browser.Send(HttpMethod.Post, "/v1/alerts/any/claim");
        await Told.Problem(claimed, ProblemKind.NotFound);
        using var hub = await browser.Send(HttpMethod.Post, "/hubs/alerts/negotiate?negotiateVersion=1");
        Assert.Equal(HttpStatusCode.OK, hub.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://engagement.example.com")]
    [InlineData("https://engagement.example.com:444")]
    [InlineData("https://engagement.example.com.evil.example")]
    public async Task Another_origin_than_the_public_address_is_refused_whatever_host_it_claims(string origin)
    {
        await using var app = await TestApp.Start(
            settings: [$"--ENGAGE_PUBLIC_URL={Outside}", "--ENGAGE_TRUSTED_PROXIES=127.0.0.1"]);

        using var refused = await SignIn(
            app, origin, ("X-Forwarded-Host", new Uri(origin).Authority), ("X-Forwarded-Proto", "https"));

        await Told.Problem(refused, ProblemKind.CrossSite);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.1, 127.0.0.0/8")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_trusted_proxy_says_that_a_browser_came_by_TLS(string trusted)
    {
        await using var app = await TestApp.Start(settings: [$"--ENGAGE_TRUSTED_PROXIES={trusted}"]);

        using var signedIn = await SignIn(
            app,
            $"https://{app.Address.Authority}",
            ("X-Forwarded-For", "198.51.100.7"),
            ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.Contains(
            "; secure", signedIn.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--ENGAGE_TRUSTED_PROXIES=")]
    [InlineData("--ENGAGE_TRUSTED_PROXIES=192.0.2.1,10.0.0.0/8")]
    [InlineData("--ForwardedHeaders_Enabled=true")]
    public async Task Anybody_elses_word_on_how_and_whence_a_request_came_counts_for_nothing(string setting)
    {
        await using var app = await TestApp.Start(settings: [setting]);

        await Exhaust(app, attempt => $"198.51.100.{attempt}", SignInsAMinute - 1);
        using var refused = await SignIn(
            app,
            $"https://{app.Address.Authority}",
            ("X-Forwarded-For", "198.51.100.7"),
            ("X-Forwarded-Proto", "https"));
        await Told.Problem(refused, ProblemKind.CrossSite);
        using var last = await Attempt(app, "203.0.113.1");
        await Told.Problem(last, ProblemKind.TooManyRequests);
        Assert.True(last.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task Sign_ins_are_counted_by_who_asks_and_not_by_the_proxy_nor_by_what_a_client_made_up()
    {
        await using var app = await TestApp.Start(settings: ["--ENGAGE_TRUSTED_PROXIES=127.0.0.1,10.1.0.0/16"]);

        // Two proxies, and before them whatever the client itself sent.
        await Exhaust(app, attempt => $"192.0.2.{attempt}, 198.51.100.7, 10.1.2.3");

        using var same = await Attempt(app, "203.0.113.9, 198.51.100.7, 10.1.2.3");
        await Told.Problem(same, ProblemKind.TooManyRequests);
        using var another = await Attempt(app, "198.51.100.7, 198.51.100.8, 10.1.2.3");
        await Told.Problem(another, ProblemKind.Malformed);
    }

    [Fact]
    public async Task Links_in_letters_lead_to_the_public_address_and_a_relay_elsewhere_needs_no_other()
    {
        await using var app = await TestApp.Start(settings:
        [
            $"--ENGAGE_PUBLIC_URL={Outside}", "--Email:Host=relay.example", "--Email:From=shop@shop.example",
        ]);

        var link = app.Services.GetRequiredService<UnsubscribeLinks>().Link(
            new(new("demo", "ada"), "k1", "email", "marketing"));

        Assert.StartsWith($"{Outside}/u/", link.ToString(), StringComparison.Ordinal);
    }

    static async Task Exhaust(TestApp app, Func<int, string> address, int attempts = SignInsAMinute)
    {
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            using var counted = await Attempt(app, address(attempt));
            await Told.Problem(counted, ProblemKind.Malformed);
        }
    }

    /// <summary>A body that is none: counted like every other, and no password is checked.</summary>
    static Task<HttpResponseMessage> Attempt(TestApp app, string forwardedFor) =>
        Send(app, "{", ("X-Forwarded-For", forwardedFor));

    static Task<HttpResponseMessage> SignIn(
        TestApp app, string origin, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var keys = app.Keys.Workspaces[FirstStart.Demo];
        return Send(
            app,
            $$"""{ "workspace": "demo", "name": "{{keys.Agent}}", "password": "{{keys.Password}}" }""",
            [("Origin", origin), .. headers]);
    }

    static async Task<HttpResponseMessage> Send(TestApp app, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/session", UriKind.Relative))
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await app.Anybody.SendAsync(request);
    }
}
