using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Engagement.Tests.Intake;

/// <summary>A stream of lines that a test keeps open, reading answers while it still sends.</summary>
sealed class OpenLines : IDisposable
{
    readonly TcpClient _socket;
    readonly StreamReader _answers;

    OpenLines(TcpClient socket) => (_socket, _answers) = (socket, new(socket.GetStream()));

    public static async Task<OpenLines> Begin(Uri server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port);
        var lines = new OpenLines(socket);
        await lines.Write("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n" +
            "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
        return lines;
    }

    public Task Send(string line) => Write(
        $"{(Encoding.UTF8.GetByteCount(line) + 1).ToString("x", CultureInfo.InvariantCulture)}\r\n{line}\n\r\n");

    /// <summary>The answer to the next line.</summary>
    public async Task<string> Next()
    {
        string? line;
        do
        {
            line = await _answers.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith('{'));

        return line ?? throw new EndOfStreamException("The answer has ended.");
    }

    /// <summary>What is still answered until the server hangs up, although the end was never sent.</summary>
    public async Task<string> UntilCut()
    {
        var rest = new StringBuilder();
        try
        {
            while (await _answers.ReadLineAsync() is { } line)
            {
                rest.AppendLine(line);
            }
        }
        catch (IOException)
        {
            // It did so without a goodbye.
        }

        return rest.ToString();
    }

    /// <summary>Ends what is sent, and reads what is still answered.</summary>
    public async Task<string> End()
    {
        await Write("0\r\n\r\n");
        return await _answers.ReadToEndAsync();
    }

    public void Dispose()
    {
        _answers.Dispose();
        _socket.Dispose();
    }

    async Task Write(string text) => await _socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
}
