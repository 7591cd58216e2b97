using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Problems;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>Whatever is wrong, the answer is a problem document that says what and where.</summary>
public sealed class ProblemTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    TestApp App => product.App;

    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/v1/nothing")]
    [InlineData("GET", "/v1/customers/nobody")]
    [InlineData("GET", "/v1/messages/0")]
    [InlineData("GET", "/v1/messages/abc")]
    [InlineData("GET", "/v1/alerts/none")]
    [InlineData("GET", "/v1/definitions/journey/none")]
    [InlineData("POST", "/v1/dead-letters/99/retry")]
    [InlineData("GET", "/u/forged")]
    public async Task What_is_not_there_is_a_404(string method, string path)
    {
        using var answer = await App.Demo.Send(new(method), path);
        await Told.Problem(answer, ProblemKind.NotFound);
    }

    [Theory]
    [InlineData("DELETE", "/v1/customers")]
    [InlineData("GET", "/v1/events")]
    [InlineData("PUT", "/v1/alerts/x/claim")]
    public async Task A_wrong_method_is_a_405_that_names_the_right_ones(string method, string path)
    {
        using var answer = await App.Demo.Send(new(method), path);
        await Told.Problem(answer, ProblemKind.MethodNotAllowed);
        Assert.NotEmpty(answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ek_short")]
    [InlineData("ek_0000000000000000000000000000000000000000000")]
    public async Task Nobody_comes_in_without_a_key(string? key)
    {
        using var client = App.Client(key);
        using var answer = await client.Send(HttpMethod.Get, "/v1/customers");
        await Told.Problem(answer, ProblemKind.Unauthenticated);
        Assert.Equal("Bearer", key is null ? "Bearer" : answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_key_without_the_scope_is_told_which_one_is_missing()
    {
        using var client = App.Client((await App.Key("demo", "events:write")).Secret);
        using var answer = await client.Send(HttpMethod.Get, "/v1/customers");
        var problem = await Told.Problem(answer, ProblemKind.ScopeMissing);
        Assert.Contains("customers:read", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit=0&before=x", "/before /limit")]
    [InlineData("limit=201", "/limit")]
    [InlineData("limit=1&limit=2", "/limit")]
    [InlineData("before=-1", "/before")]
    public async Task Every_wrong_query_parameter_is_pointed_at(string query, string pointers)
    {
        using var answer = await App.Demo.Send(HttpMethod.Get, $"/v1/messages?{query}");
        var problem = await Told.Problem(answer, ProblemKind.Invalid);
        Assert.Equal(pointers, string.Join(' ', Told.Pointers(problem).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_kind_that_there_is_not_is_no_empty_list()
    {
        using var answer = await App.Demo.Send(HttpMethod.Get, "/v1/definitions?kind=jorney");
        var problem = await Told.Problem(answer, ProblemKind.Invalid);
        Assert.Equal(["/kind"], Told.Pointers(problem));
        Assert.Contains("journey, programme", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_scopes_is_refused()
    {
        using var answer = await App.Operator.Send(
            HttpMethod.Post, "/v1/workspaces/demo/keys", new { name = "idle", scopes = Array.Empty<string>() });
        Assert.Equal(["/scopes"], Told.Pointers(await Told.Problem(answer, ProblemKind.Invalid)));
    }

    [Theory]
    [InlineData("/keys.json")]
    [InlineData("/.env")]
    [InlineData("/.git/config")]
    [InlineData("/wp-login.php")]
    [InlineData("/keys%2Ejson")]
    [InlineData("/customers/%2e%2e/.env")]
    public async Task No_page_answers_for_a_file_that_is_not_there(string path)
    {
        using var answer = await App.Anybody.Send(HttpMethod.Get, path);
        await Told.Problem(answer, ProblemKind.NotFound);
    }

    [Fact]
    public async Task Every_wrong_member_of_a_body_is_pointed_at()
    {
        using var answer = await App.Operator.Send(
            HttpMethod.Post, "/v1/workspaces", """{ "id": "w", "nmae": "W", "a/b~": 1 }""");
        var problem = await Told.Problem(answer, ProblemKind.Invalid);
        Assert.Equal("/a~1b~0 /name /nmae", string.Join(' ', Told.Pointers(problem).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("""{ "id": "w", "name": 7 }""", "/name")]
    [InlineData("""{ "id": "w", "name": null }""", "/name")]
    [InlineData("""{ "id": "W!", "name": "w" }""", "/id")]
    [InlineData("""{ "id": "ww", "name": " " }""", "/name")]
    [InlineData("""{ "id": "ww", "name": "w", "timeZone": "Mars/Olympus" }""", "/timeZone")]
    [InlineData("[]", "")]
    public async Task A_member_that_says_what_it_may_not_is_pointed_at(string body, string pointer)
    {
        using var answer = await App.Operator.Send(HttpMethod.Post, "/v1/workspaces", body);
        Assert.Equal(pointer, Assert.Single(Told.Pointers(await Told.Problem(answer, ProblemKind.Invalid))));
    }

    [Theory]
    [InlineData("""{ "id": "w", """)]
    [InlineData("""{ "id": "w", "id": "v", "name": "w" }""")]
    [InlineData("")]
    [InlineData("{\"id\": [[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]}")]
    public async Task What_is_not_strict_JSON_is_malformed(string body)
    {
        using var answer = await App.Operator.Send(HttpMethod.Post, "/v1/workspaces", body);
        await Told.Problem(answer, ProblemKind.Malformed);
    }

    [Theory]
    [InlineData("""{ "id": "w", "id": "v", "name": "w" }""", "/id")]
    [InlineData("""{ "id": "w", "a/b": [1, { "x": 1, "x": 2, "y": 1, "y": 2 }] }""", "/a~1b/1/x /a~1b/1/y")]
    public async Task A_member_that_is_there_twice_is_pointed_at(string body, string pointers)
    {
        using var answer = await App.Operator.Send(HttpMethod.Post, "/v1/workspaces", body);
        var problem = await Told.Problem(answer, ProblemKind.Malformed);
        Assert.Equal(pointers, string.Join(' ', Told.Pointers(problem)));
    }

    [Fact]
    public async Task A_body_of_another_kind_is_a_415()
    {
        using var answer = await App.Operator.Send(
            HttpMethod.Post, "/v1/workspaces", new StringContent("id=w", Encoding.UTF8, "text/plain"));
        await Told.Problem(answer, ProblemKind.MediaType);
    }

    [Fact]
    public async Task An_event_sent_as_a_form_is_told_which_kinds_are_taken()
    {
        using var form = new StringContent("{}", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await App.Demo.Send(HttpMethod.Post, "/v1/events", form);
        var problem = await Told.Problem(answer, ProblemKind.MediaType);
        Assert.Contains("application/json", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2100-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task A_clock_is_not_moved_to_where_no_event_may_lie(string to)
    {
        using var answer = await App.Demo.Send(HttpMethod.Post, "/v1/workspace/clock", $$"""{ "to": "{{to}}" }""");
        Assert.Equal("/to", Assert.Single(Told.Pointers(await Told.Problem(answer, ProblemKind.Invalid))));
    }

    [Fact]
    public async Task A_clock_is_not_moved_back_and_whoever_tries_is_told_where_it_stands()
    {
        using var shop = await App.Workspace("clock-ahead");
        await Moved("2026-03-09T12:00:00Z");
        await Moved("2026-03-09T13:00:00+01:00");

        using var answer = await shop.Send(
            HttpMethod.Post, "/v1/workspace/clock", """{ "to": "2026-03-09T11:59:59Z" }""");
        var problem = await Told.Problem(answer, ProblemKind.ClockAhead);
        Assert.Contains("2026-03-09T12:00:00", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var caughtUp = await Moved("2026-03-09T11:59:59Z", ", \"catchUp\": true");
        Assert.Equal(
            new DateTimeOffset(2026, 3, 9, 12, 0, 0, TimeSpan.Zero), caughtUp.GetProperty("clock").GetDateTimeOffset());

        async Task<JsonElement> Moved(string to, string also = "")
        {
            using var body = new StringContent($$"""{ "to": "{{to}}"{{also}} }""", Encoding.UTF8, "application/json");
            return await shop.Json(HttpMethod.Post, "/v1/workspace/clock", body, HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_message_that_cannot_be_filled_in_says_why()
    {
        using var shop = await App.Workspace("unfillable");
        const string Endless =
            "kind: template\nid: thank-you\nsubject: Thanks\ntext: '{{ 1..1000000000 | array.size }}'\n";
        using var template = new StringContent(Endless, Encoding.UTF8, "application/yaml");
        await shop.Json(HttpMethod.Put, "/v1/definitions/template/thank-you", template, HttpStatusCode.Created);
        await shop.Tell(Shopping.Placed("ada", "1"));
        var row = (await shop.Json("/v1/messages")).GetProperty("items")[0].GetProperty("row").GetInt64();

        foreach (var part in (string[])["", "/html", "/insert"])
        {
            using var answer = await shop.Send(HttpMethod.Get, $"/v1/messages/{row}/content{part}");
            var problem = await Told.Problem(answer, ProblemKind.Unfillable);
            var detail = problem.GetProperty("detail").GetString();
            Assert.Contains("thank-you", detail, StringComparison.Ordinal);
            Assert.Contains("Its loops take more than 1000 steps.", detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_answer_forbids_what_no_answer_needs()
    {
        using var answer = await App.Demo.Send(HttpMethod.Get, "/v1/nothing");
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData(null, 413)]
    public async Task A_refusal_made_where_the_body_is_read_forbids_it_too(string? body, int status)
    {
        using var answer = await App.Operator.Send(
            HttpMethod.Post, "/v1/workspaces", body ?? $$"""{ "id": "{{new string('w', 300 * 1024)}}" }""");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_runs_no_script_of_anybody_else()
    {
        using var answer = await App.Anybody.Send(HttpMethod.Get, "/alerts/anything");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problems_type_leads_to_its_page()
    {
        using var answer = await App.Anybody.GetAsync(new Uri("/v1/customers", UriKind.Relative));
        using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var type = problem.RootElement.GetProperty("type").GetString()!;

        var page = await App.Anybody.GetStringAsync(new Uri(type, UriKind.Relative));

        Assert.StartsWith("# ", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_has_its_page()
    {
        foreach (var kind in ProblemKind.All)
        {
            var page = Repository.At("docs", "errors", $"{kind.Slug}.md");
            Assert.True(File.Exists(page), $"{page} is missing.");
            var text = File.ReadAllText(page);
            Assert.StartsWith($"# {kind.Slug} ({kind.Status})", text, StringComparison.Ordinal);
            Assert.True(text.Length > 100, $"{page} says too little.");
        }
    }

    [Fact]
    public void Every_page_has_its_problem() => Assert.Equal(
        ProblemKind.All.Select(kind => kind.Slug).Order(),
        Directory.EnumerateFiles(Repository.At("docs", "errors"), "*.md")
            .Select(Path.GetFileNameWithoutExtension)
            .Order());
}
