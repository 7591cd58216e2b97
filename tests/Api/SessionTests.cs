using System.Net;
using System.Net.Http.Json;
using Engagement.Access;
using Engagement.Problems;
using Engagement.Tests.Support;
using Engagement.Workspaces;

namespace Engagement.Tests.Api;

/// <summary>Agents sign in, and nobody else can use what they got.</summary>
public sealed class SessionTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    const string Password = "a password long enough";

    TestApp App => product.App;

    [Fact]
    public async Task An_agent_signs_in_with_a_cookie_that_scripts_and_other_sites_cannot_have()
    {
        var keys = App.Keys.Workspaces["demo"];
        using var answer = await App.Anybody.PostAsJsonAsync(
            "/v1/session", new SignInRequest("demo", keys.Agent, keys.Password));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var browser = await App.SignIn("demo", keys.Agent, keys.Password);
        Assert.Equal(keys.Agent, (await browser.Json("/v1/session")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("demo", "agent", "wrong password here")]
    [InlineData("demo", "nobody", "wrong password here")]
    [InlineData("nowhere", "agent", "wrong password here")]
    [InlineData("demo", "\uFFFE", "wrong password here")]
    public async Task Whatever_is_wrong_with_a_sign_in_the_answer_is_the_same(
        string workspace, string name, string password)
    {
        using var answer = await App.Anybody.PostAsJsonAsync(
            "/v1/session", new SignInRequest(workspace, name, password));
        var problem = await Told.Problem(answer, ProblemKind.SignInFailed);
        Assert.Equal(
            "Workspace, name or password is wrong, or the account is locked after too many wrong ones.",
            problem.GetProperty("detail").GetString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        await Agent("locked");
        for (var i = 0; i < AgentSignIn.FailuresMax; i++)
        {
            using var wrong = await TrySignIn("locked", "not this one, no");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await TrySignIn("locked", Password);
        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
    }

    [Fact]
    public async Task Guesses_made_at_the_same_moment_are_all_counted()
    {
        await Agent("rushed");
        await Task.WhenAll(Enumerable.Range(0, AgentSignIn.FailuresMax).Select(async _ =>
        {
            using var wrong = await TrySignIn("rushed", "not this one, no");
        }));
        using var right = await TrySignIn("rushed", Password);
        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
    }

    [Fact]
    public async Task Four_wrong_passwords_and_the_right_one_begin_the_count_anew()
    {
        await Agent("forgetful");
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < AgentSignIn.FailuresMax - 1; i++)
            {
                using var wrong = await TrySignIn("forgetful", "not this one, no");
            }

            using var right = await TrySignIn("forgetful", Password);
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        }
    }

    [Fact]
    public async Task A_closed_account_loses_its_session_within_seconds_and_signs_in_no_more()
    {
        await Agent("leaving");
        using var browser = await App.SignIn("demo", "leaving", Password);
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Get, "/v1/customers")).StatusCode);
        using var closed = await App.Operator.Send(HttpMethod.Delete, "/v1/workspaces/demo/agents/leaving");
        Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        await Soon(async () => (await browser.Send(HttpMethod.Get, "/v1/customers")).StatusCode,
            HttpStatusCode.Unauthorized);
        using var again = await TrySignIn("leaving", Password);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_session_that_was_signed_out_is_over_whoever_has_its_cookie_and_others_go_on()
    {
        await Agent("twice");
        using var here = await App.SignIn("demo", "twice", Password);
        using var there = await App.SignIn("demo", "twice", Password);
        using var copied = App.Client(null);
        foreach (var header in (string[])["Cookie", "Origin", CsrfProtection.Header])
        {
            copied.DefaultRequestHeaders.Add(header, here.DefaultRequestHeaders.GetValues(header));
        }

        Assert.Equal(HttpStatusCode.OK, (await copied.Send(HttpMethod.Get, "/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.Send(HttpMethod.Delete, "/v1/session")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await copied.Send(HttpMethod.Get, "/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await there.Send(HttpMethod.Get, "/v1/session")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_with_a_cookie_needs_the_consoles_own_headers()
    {
        using var browser = await Browser();
        browser.DefaultRequestHeaders.Remove(CsrfProtection.Header);
        using var answer = await browser.Send(HttpMethod.Delete, "/v1/session");
        await Told.Problem(answer, ProblemKind.CrossSite);
    }

    [Fact]
    public async Task A_password_of_blanks_is_none()
    {
        using var made = await App.Operator.PostAsJsonAsync(
            "/v1/workspaces/demo/agents", new AgentRequest("blank", new string(' ', 12)));
        await Told.Problem(made, ProblemKind.Invalid);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_within_seconds()
    {
        var key = await App.Key("demo", Scopes.CustomersRead);
        using var client = App.Client(key.Secret);
        Assert.Equal(HttpStatusCode.OK, (await client.Send(HttpMethod.Get, "/v1/customers")).StatusCode);
        using var revoked = await App.Operator.Send(HttpMethod.Delete, $"/v1/workspaces/demo/keys/{key.Id}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await Soon(async () => (await client.Send(HttpMethod.Get, "/v1/customers")).StatusCode,
            HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(CsrfProtection.Header)]
    [InlineData("Origin")]
    public async Task Changing_something_with_a_cookie_needs_the_consoles_own_headers(string missing)
    {
        using var browser = await Browser();
        browser.DefaultRequestHeaders.Remove(missing);
        using var answer = await browser.Send(HttpMethod.Post, "/v1/alerts/any/claim");
        await Told.Problem(answer, ProblemKind.CrossSite);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task A_foreign_page_can_neither_act_nor_sign_in_nor_open_the_hub(string origin)
    {
        using var browser = await Browser();
        browser.DefaultRequestHeaders.Remove("Origin");
        browser.DefaultRequestHeaders.Add("Origin", origin);
        foreach (var path in (string[])
            ["/v1/alerts/any/claim", "/v1/session", "/hubs/alerts/negotiate?negotiateVersion=1"])
        {
            using var answer = await browser.Send(HttpMethod.Post, path, "{}");
            await Told.Problem(answer, ProblemKind.CrossSite);
        }
    }

    [Fact]
    public async Task A_key_needs_no_console_headers()
    {
        using var answer = await App.Demo.Send(HttpMethod.Post, "/v1/alerts/any/claim");
        await Told.Problem(answer, ProblemKind.NotFound);
    }

    [Fact]
    public async Task Secrets_are_shown_once_and_stored_nowhere()
    {
        var key = await App.Key("demo", Scopes.CustomersRead);
        var listed = await App.Operator.Json("/v1/workspaces/demo/keys");
        Assert.DoesNotContain(key.Secret, listed.ToString(), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(App.Folder, "engagement.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(key.Secret, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_the_owner_can_look_into_a_data_folder_that_was_made()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var folder = Path.Combine(App.Folder, "made");
        await using var app = await TestApp.Start(folder);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData("keys.json")]
    [InlineData("engagement.db")]
    [InlineData("engagement.db-wal")]
    public void Only_the_owner_can_read_what_is_secret(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path.Combine(App.Folder, file)));
    }

    [Fact]
    public async Task An_agent_may_do_what_the_console_shows_and_leaves_the_clock_alone()
    {
        using var browser = await Browser();
        foreach (var page in (string[])["customers", "messages", "alerts", "definitions", "dead-letters", "workspace"])
        {
            await browser.Json($"/v1/{page}");
        }

        using var clock = await browser.Send(
            HttpMethod.Post, "/v1/workspace/clock", """{ "to": "2026-03-09T12:00:00Z" }""");
        await Told.Problem(clock, ProblemKind.ScopeMissing);
        using var report = await browser.Send(HttpMethod.Get, "/v1/workspace/report");
        await Told.Problem(report, ProblemKind.ScopeMissing);
    }

    Task<HttpResponseMessage> TrySignIn(string name, string password) =>
        App.Anybody.PostAsJsonAsync("/v1/session", new SignInRequest("demo", name, password));

    async Task<HttpClient> Browser() =>
        await App.SignIn("demo", App.Keys.Workspaces["demo"].Agent, App.Keys.Workspaces["demo"].Password);

    async Task Agent(string name)
    {
        using var made = await App.Operator.PostAsJsonAsync(
            "/v1/workspaces/demo/agents", new AgentRequest(name, Password));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    static async Task Soon(Func<Task<HttpStatusCode>> ask, HttpStatusCode expected)
    {
        using var patience = new CancellationTokenSource(Probe.PatienceMax);
        while (await ask() != expected)
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
