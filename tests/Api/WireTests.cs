using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Engagement.Http;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Engagement.Tests.Api;

/// <summary>What is not HTTP is refused before the product hears of it, and explained all the same.</summary>
public sealed class WireTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    const string Good = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

    static readonly string s_headers =
        string.Concat(Enumerable.Range(0, 20).Select(i => $"X{i}: {new string('x', 1000)}\r\n"));

    public static TheoryData<string, int> Refused { get; } = new()
    {
        { "GET /v1/customers/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "GET /v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: nonsense\r\n\r\n", 400 },
        { "GARBAGE\r\n\r\n", 400 },
        { $"GET /{new string('x', 10_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { $"GET / HTTP/1.1\r\nHost: x\r\n{s_headers}\r\n", 431 },
        { $"POST / HTTP/1.1\r\nHost: x\r\n{s_headers}\r\n", 431 },
        { "GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505 },
        { "GET / HTTP/3.7\r\nHost: x\r\n\r\n", 505 },
        { "GET / HTTP/1.1\r\nHost: x\r\nX-Name: a\0b\r\n\r\n", 400 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_not_HTTP_closes_the_connection_with_a_problem(string bytes, int status)
    {
        var (head, body) = await Talk(bytes);

        Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
        Assert.Contains("Connection: close", head, StringComparison.Ordinal);
        Assert.Contains("X-Frame-Options: DENY", head, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'none'", head, StringComparison.Ordinal);
        var problem = Problem(head, body);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        var page = problem.GetProperty("type").GetString()!;
        Assert.StartsWith("# ", await product.App.Anybody.GetStringAsync(new Uri(page, UriKind.Relative)),
            StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.OK, (await product.App.Anybody.GetAsync(new Uri("/healthz", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_refusal_behind_good_requests_of_the_connection_is_explained_too()
    {
        var (_, said) = await Talk(Good + Good + "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n");

        var parts = said.Split("\r\n\r\n");
        Assert.Equal(400, Problem(parts[^2], parts[^1]).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Text_that_looks_like_a_refusal_is_left_alone_while_the_product_answers()
    {
        const string Text = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        var pipe = new Pipe();
        var writer = new BareRefusals(pipe.Writer);
        var context = new DefaultHttpContext();
        context.Features.Set(writer);
        await BareRefusals.StandAside(
            context, async _ => await writer.WriteAsync(Encoding.ASCII.GetBytes(Text)));
        await writer.CompleteAsync();

        Assert.Equal(Text, await new StreamReader(pipe.Reader.AsStream()).ReadToEndAsync());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    [InlineData("")]
    public async Task What_needs_no_explanation_is_written_as_it_is(string head)
    {
        var pipe = new Pipe();
        var writer = new BareRefusals(pipe.Writer);
        await writer.WriteAsync(Encoding.ASCII.GetBytes(head));
        await writer.CompleteAsync();

        Assert.Equal(head, await new StreamReader(pipe.Reader.AsStream()).ReadToEndAsync());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_too_long_is_of_the_kind_that_says_so(string bytes, int status)
    {
        var (head, body) = await Talk(bytes);

        Assert.Equal(
            status is 414 or 431,
            Problem(head, body).GetProperty("type").GetString() == "/errors/too-large");
    }

    [Theory]
    [InlineData("HTTP/3.0")]
    [InlineData("HTTP/9.9")]
    public async Task Another_version_of_HTTP_is_refused_as_that_and_not_as_a_failure_of_ours(string version)
    {
        var (head, body) = await Talk($"GET / {version}\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 505 ", head, StringComparison.Ordinal);
        Assert.Equal("/errors/http-version", Problem(head, body).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_head_that_is_written_in_two_strokes_is_passed_on_whole()
    {
        // The second stroke is as long as the beginning that looks like a refusal, and is none.
        const string Refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        const string Text = Refusal + "HTTP/";
        const int First = 5;
        var pipe = new Pipe();
        var writer = new BareRefusals(pipe.Writer);
        Encoding.ASCII.GetBytes(Text, writer.GetSpan(Text.Length));
        writer.Advance(First);
        writer.Advance(Text.Length - First);
        await writer.CompleteAsync();

        Assert.Equal(Text, await new StreamReader(pipe.Reader.AsStream()).ReadToEndAsync());
    }

    static JsonElement Problem(string head, string body)
    {
        Assert.Contains("Content-Type: application/problem+json", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
        return JsonDocument.Parse(body).RootElement;
    }

    async Task<(string Head, string Behind)> Talk(string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(product.App.Address.Host, product.App.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes));
        using var reader = new StreamReader(socket.GetStream());
        var said = await reader.ReadToEndAsync();
        var end = said.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (said[..(end + 2)], said[(end + 4)..]);
    }
}
