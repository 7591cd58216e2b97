using System.Net;
using System.Net.Sockets;
using Engagement.Email;

namespace Engagement.Tests.Channels;

/// <summary>An answer of the relay has an end, in whichever way it is read.</summary>
public sealed class SmtpStreamTests : IAsyncLifetime
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly TcpClient _relay = new();
    readonly byte[] _buffer = new byte[SmtpStream.AnswerBytesMax];

    SmtpStream _stream = null!;

    public async ValueTask InitializeAsync()
    {
        _listener.Start();
        var accepted = _listener.AcceptSocketAsync();
        await _relay.ConnectAsync((IPEndPoint)_listener.LocalEndpoint);
        _stream = new(await accepted);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _relay.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData("a span")]
    [InlineData("an array")]
    [InlineData("a span later")]
    public async Task It_may_be_so_long_and_not_longer(string into)
    {
        await Answer(into, SmtpStream.AnswerBytesMax);
        await Assert.ThrowsAsync<IOException>(() => Answer(into, 1));
    }

    [Theory]
    [InlineData("a span")]
    [InlineData("an array")]
    [InlineData("a span later")]
    public async Task The_next_one_begins_when_we_have_spoken(string from)
    {
        await Answer("a span later", SmtpStream.AnswerBytesMax);

        byte[] line = [.. "NOOP\r\n"u8];
        switch (from)
        {
            case "a span":
                _stream.Write(line.AsSpan());
                break;
            case "an array":
                _stream.Write(line, 0, line.Length);
                break;
            default:
                await _stream.WriteAsync(line);
                break;
        }

        await Answer("a span later", SmtpStream.AnswerBytesMax);
    }

    async Task Answer(string into, int bytes)
    {
        var sending = _relay.GetStream().WriteAsync(new byte[bytes]);
        for (var left = bytes; left > 0;)
        {
            left -= into switch
            {
                "a span" => _stream.Read(_buffer.AsSpan(0, left)),
                "an array" => _stream.Read(_buffer, 0, left),
                _ => await _stream.ReadAsync(_buffer.AsMemory(0, left)),
            };
        }

        await sending;
    }
}
