using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Engagement.Access;
using Engagement.Tests.Cluster;
using Engagement.Tests.Support;

namespace Engagement.Tests.Hub;

/// <summary>Whoever never leaves does not keep the process from ending.</summary>
public sealed class StopTests
{
    // A process that waits for its connections takes half a minute. One that does not takes five seconds, and a busy
    // machine some more.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_stop_waits_for_no_follower_that_does_not_answer_and_for_no_body_that_does_not_end()
    {
        using var own = new ScratchFolder();
        var folder = own.Path;
        var port = Member.FreePort();
        await using var product = await Member.Start(
            "Engagement.Api", "Engagement listens on",
            ("ENGAGE_URL", $"http://127.0.0.1:{port}"), ("ENGAGE_DATA", folder), ("ENGAGE_DATABASE", ""),
            ("ENGAGE_CLUSTER", ""));
        var keys = JsonSerializer.Deserialize<KeyRing>(
            await File.ReadAllTextAsync(Path.Combine(folder, "keys.json")), JsonSerializerOptions.Web)!;
        var key = keys.Workspaces[FirstStart.Demo].Key;
        var followers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Follow(port, key)));
        using var body = await EndlessBody(port, key);

        Assert.Equal(0, await product.Terminate(s_patience));

        foreach (var follower in followers)
        {
            follower.Dispose();
        }
    }

    /// <summary>Asks for the feed and never reads: not even that it should go.</summary>
    static async Task<ClientWebSocket> Follow(int port, string key)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(new($"ws://127.0.0.1:{port}/hubs/alerts"), CancellationToken.None);
        foreach (var message in (string[])
            [
                """{"protocol":"json","version":1}""",
                """{"type":4,"invocationId":"0","target":"Feed","arguments":[0]}""",
            ])
        {
            await socket.SendAsync(
                Encoding.UTF8.GetBytes($"{message}\u001e"),
                WebSocketMessageType.Text,
                endOfMessage: true,
                CancellationToken.None);
        }

        return socket;
    }

    static async Task<TcpClient> EndlessBody(int port, string key)
    {
        var client = new TcpClient("127.0.0.1", port);
        var head = $"POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        return client;
    }
}
