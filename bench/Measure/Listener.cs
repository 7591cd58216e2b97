using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Engagement.Bench.Measure;

/// <summary>
/// A SignalR client reduced to what it costs least: one socket that follows the feed, in the JSON protocol.
/// </summary>
sealed class Listener : IDisposable
{
    /// <summary>What ends a message of the protocol.</summary>
    const byte RecordSeparator = 0x1e;

    readonly ClientWebSocket _socket;

    Listener(ClientWebSocket socket) => _socket = socket;

    public static async Task<Listener> Connect(Uri product, string key, long after = 0)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(new($"ws://{product.Authority}/hubs/alerts"), CancellationToken.None);
        var listener = new Listener(socket);
        await listener.Send("""{"protocol":"json","version":1}""");
        await listener.Receive(static _ => false, CancellationToken.None);
        await listener.Send(
            $$"""{"type":4,"invocationId":"1","target":"Feed","arguments":[{{after}}]}""");
        return listener;
    }

    /// <summary>Hands on each item of the feed until it is cancelled.</summary>
    public async Task Listen(Action<string> item, CancellationToken cancellation)
    {
        try
        {
            await Receive(
                message =>
                {
                    if (message.StartsWith("""{"type":2""", StringComparison.Ordinal))
                    {
                        item(message);
                    }

                    return true;
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            // That is how listening ends.
        }
    }

    public void Dispose() => _socket.Dispose();

    Task Send(string message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(message + (char)RecordSeparator), WebSocketMessageType.Text, true,
            CancellationToken.None);

    async Task Receive(Func<string, bool> take, CancellationToken cancellation)
    {
        var received = new ArrayBufferWriter<byte>(4_096);
        while (_socket.State == WebSocketState.Open)
        {
            var part = await _socket.ReceiveAsync(received.GetMemory(4_096), cancellation);
            received.Advance(part.Count);
            if (received.WrittenCount == 0 || received.WrittenSpan[^1] != RecordSeparator)
            {
                continue;
            }

            var messages = Encoding.UTF8.GetString(received.WrittenSpan).Split((char)RecordSeparator);
            received.ResetWrittenCount();
            foreach (var message in messages.Where(message => message.Length > 0))
            {
                if (!take(message))
                {
                    return;
                }
            }
        }
    }
}
