using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>A body that is too large is answered so that whoever is still sending it gets to read the answer.</summary>
public sealed class LargeBodyTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    static readonly byte[] s_part = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));

    [Fact]
    public async Task A_client_that_sends_all_of_it_first_reads_that_it_is_too_large()
    {
        var body = $$"""{ "id": "{{new string('x', 1_000_000)}}" }""";
        using var answer = await product.App.Operator.Send(HttpMethod.Post, "/v1/workspaces", body);
        await Told.Problem(answer, ProblemKind.TooLarge);
    }

    [Fact]
    public async Task A_definition_may_not_be_longer_either()
    {
        using var body = new StringContent(new string('x', (int)BodyLimit.BytesMax + 1), Encoding.UTF8, "text/plain");
        using var answer = await product.App.Demo.Send(HttpMethod.Put, "/v1/definitions/brand/default", body);
        await Told.Problem(answer, ProblemKind.TooLarge);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_still_being_sent_behind_the_refusal_breaks_no_pipe(bool announced)
    {
        const int Parts = 64;
        using var socket = new TcpClient();
        await socket.ConnectAsync(product.App.Address.Host, product.App.Address.Port);
        var stream = socket.GetStream();
        var length = announced ? $"Content-Length: {Parts * s_part.Length}" : "Transfer-Encoding: chunked";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/workspaces HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {product.App.Keys.Operator}\r\n" +
            $"Content-Type: application/json\r\nConnection: close\r\n{length}\r\n\r\n"));
        var chunk = Encoding.ASCII.GetBytes($"{s_part.Length.ToString("x", CultureInfo.InvariantCulture)}\r\n");
        using var reader = new StreamReader(stream);

        // Not before the limit is passed; the rest follows when the refusal is there.
        var refusal = "";
        for (var part = 0; part < Parts; part++)
        {
            await stream.WriteAsync(announced ? s_part : [.. chunk, .. s_part, .. "\r\n"u8]);
            if (part == BodyLimit.BytesMax / s_part.Length)
            {
                refusal = await reader.ReadLineAsync() ?? "";
            }
        }

        await stream.WriteAsync(announced ? Array.Empty<byte>() : "0\r\n\r\n"u8.ToArray());
        Assert.Contains("413", refusal, StringComparison.Ordinal);
        Assert.Contains(ProblemKind.TooLarge.Type, await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
