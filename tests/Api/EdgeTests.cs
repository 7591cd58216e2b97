using System.Net;
using System.Net.Sockets;
using System.Text;
using Engagement.Problems;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>Corners of the protocol that somebody's client, proxy or scanner will find.</summary>
public sealed class EdgeTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    TestApp App => product.App;

    [Theory]
    [InlineData("/v1/customers")]
    [InlineData("/v1/customers/nobody")]
    [InlineData("/v1/event-types/order.placed")]
    [InlineData("/v1/workspace")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/errors/invalid")]
    [InlineData("/livez")]
    [InlineData("/robots.txt")]
    [InlineData("/")]
    [InlineData("/v1/nothing/here")]
    public async Task HEAD_is_answered_as_GET_without_the_body(string path)
    {
        using var whole = await App.Demo.Send(HttpMethod.Get, path);
        using var head = await App.Demo.Send(HttpMethod.Head, path);

        Assert.Equal(whole.StatusCode, head.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.NotEmpty(await whole.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Whoever asks with curl has the prompt on a line of its own then.</summary>
    [Theory]
    [InlineData("GET", "/v1/customers")]
    [InlineData("GET", "/v1/customers/nobody")]
    [InlineData("GET", "/v1/event-types/order.placed")]
    [InlineData("GET", "/v1/workspace/report")]
    [InlineData("GET", "/v1/nothing/here")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/readyz")]
    [InlineData("POST", "/v1/events")]
    [InlineData("POST", "/v1/definitions/validate")]
    [InlineData("POST", "/v1/alerts/none/claim")]
    public async Task An_answer_in_JSON_ends_its_line(string method, string path)
    {
        using var answer = await App.Demo.Send(new(method), path, method == "POST" ? "[]" : null);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.False(text.EndsWith("\n\n", StringComparison.Ordinal), text);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/v1/workspaces")]
    public async Task What_is_the_operators_asks_for_the_operators_key(string path)
    {
        using var answer = await App.Anybody.Send(HttpMethod.Get, path);

        var problem = await Told.Problem(answer, ProblemKind.Unauthenticated);
        Assert.Contains("Bearer eo_", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ek_", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_asks_who_it_is_and_changes_nothing()
    {
        using var nobody = await App.Anybody.Send(HttpMethod.Head, "/v1/customers");
        using var post = await App.Demo.Send(HttpMethod.Head, "/v1/events");

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["POST"], post.Content.Headers.Allow);
    }

    [Fact]
    public async Task Robots_get_a_text_that_keeps_them_out()
    {
        using var answer = await App.Anybody.Send(HttpMethod.Get, "/robots.txt");

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("User-agent: *\nDisallow: /\n", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("POST", "/v1/events")]
    [InlineData("POST", "/v1/workspaces")]
    [InlineData("POST", "/v1/workspace/clock")]
    [InlineData("POST", "/v1/definitions/validate")]
    [InlineData("PUT", "/v1/definitions/brand/default")]
    [InlineData("POST", "/v1/alerts/al_1/notes")]
    public async Task A_stranger_is_asked_who_they_are_whatever_they_send(string method, string path)
    {
        using var stranger = await App.Anybody.Send(new(method), path, Text());
        await Told.Problem(stranger, ProblemKind.Unauthenticated);

        var known = path == "/v1/workspaces" ? App.Operator : App.Demo;
        using var answer = await known.Send(new(method), path, Text());
        await Told.Problem(answer, ProblemKind.MediaType);

        static StringContent Text() => new("<x/>", Encoding.UTF8, "application/xml");
    }

    [Fact]
    public async Task Who_signs_in_with_another_kind_of_body_is_told_which()
    {
        using var answer = await App.Anybody.Send(
            HttpMethod.Post, "/v1/session", new StringContent("a=b", Encoding.UTF8, "application/xml"));
        await Told.Problem(answer, ProblemKind.MediaType);
    }

    [Theory]
    [InlineData("2026-03-20T12:00:00")]
    [InlineData("2026-03-20")]
    [InlineData("12:00")]
    public async Task An_instant_without_its_offset_is_none_and_not_one_of_this_machine(string to)
    {
        using var shop = await App.Workspace($"edge-{Guid.NewGuid():N}"[..30]);
        using var answer = await shop.Send(HttpMethod.Post, "/v1/workspace/clock", new { to });

        var problem = await Told.Problem(answer, ProblemKind.Invalid);
        Assert.Equal(["/to"], Told.Pointers(problem));
    }

    [Fact]
    public async Task A_clock_takes_every_form_of_an_instant()
    {
        using var shop = await App.Workspace($"edge-{Guid.NewGuid():N}"[..30]);
        var moved = await shop.Json(
            HttpMethod.Post, "/v1/workspace/clock", new { to = "2026-03-20t12:00:00+23:00" }, HttpStatusCode.OK);

        Assert.Equal("2026-03-19T13:00:00Z", moved.GetProperty("clock").GetString());
    }

    [Fact]
    public async Task An_event_that_says_the_same_in_another_way_is_a_duplicate_and_one_that_does_not_a_conflict()
    {
        using var shop = await App.Workspace($"edge-{Guid.NewGuid():N}"[..30]);

        Assert.Equal("accepted", await Status("8900", "2026-03-06T18:00:00+01:00", ""));
        Assert.Equal("duplicate", await Status("8900.0", "2026-03-06T17:00:00Z", ""));
        Assert.Equal("duplicate", await Status("8.9e3", "2026-03-06t17:00:00.000z", ", \"contact\": null"));
        Assert.Equal("refused", await Status("8901", "2026-03-06T17:00:00Z", ""));
        Assert.Equal("refused", await Status("8900", "2026-03-06T17:00:01Z", ""));

        async Task<string?> Status(string amount, string promised, string rest)
        {
            using var answer = await shop.Send(HttpMethod.Post, "/v1/events", $$"""
                { "id": "same", "type": "order.placed", "occurredAt": "2026-03-02T09:30:00Z", "customer": "ada",
                  "data": { "orderId": "1", "total": { "amount": {{amount}}, "currency": "EUR" }, "items": [],
                            "promisedAt": "{{promised}}"{{rest}} } }
                """);
            return System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync())
                .RootElement.GetProperty("items")[0].GetProperty("status").GetString();
        }
    }

    [Theory]
    [InlineData("/v1/events", "application/json", "FFFFFFFFFFFFFFFF")]
    [InlineData("/v1/events", "application/json", "80000000")]
    [InlineData("/v1/events", "application/json", "-1")]
    [InlineData("/v1/workspace/clock", "application/json", "FFFFFFFFFFFFFFFF")]
    [InlineData("/v1/definitions/validate", "application/yaml", "FFFFFFFFFFFFFFFF")]
    public async Task A_chunk_of_a_size_that_is_none_is_a_400(string path, string type, string size)
    {
        var said = await Talk(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {App.Demo.DefaultRequestHeaders.Authorization}\r\n"
            + $"Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}");

        Assert.StartsWith("HTTP/1.1 400 ", said, StringComparison.Ordinal);
        Assert.Contains("/errors/malformed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_break_off_in_a_chunk_of_no_size_are_no_failure_of_ours()
    {
        var said = await Talk(
            "POST /v1/events HTTP/1.1\r\nHost: x\r\n"
            + $"Authorization: {App.Demo.DefaultRequestHeaders.Authorization}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\n{}\n\r\nFFFFFFFFFFFFFFFF\r\n");

        Assert.DoesNotContain(" 500 ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("summary", said, StringComparison.Ordinal);
    }

    async Task<string> Talk(string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(App.Address.Host, App.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var said = new MemoryStream();
        try
        {
            await socket.GetStream().CopyToAsync(said, patience.Token);
        }
        catch (IOException)
        {
            // It was cut off, which is an answer, too.
        }

        return Encoding.UTF8.GetString(said.ToArray());
    }
}
