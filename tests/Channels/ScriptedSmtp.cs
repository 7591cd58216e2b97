using System.Net;
using System.Net.Sockets;
using System.Text;
using Engagement.Email;

namespace Engagement.Tests.Channels;

/// <summary>A mail server that answers by a script, to be as wrong as real ones sometimes are.</summary>
sealed class ScriptedSmtp : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly Task _serving;

    /// <param name="answer">The answer to a line, without its end; null hangs up.</param>
    public ScriptedSmtp(Func<string, string?> answer)
    {
        _listener.Start();
        _serving = Serve(answer);
    }

    public List<string> Heard { get; } = [];

    public EmailOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        Security = EmailSecurity.None,
        From = "shop@shop.example",
    };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stopping.Dispose();
    }

    /// <summary>What a healthy server says, but for one line.</summary>
    public static Func<string, string?> Healthy(string at, string? answer) => line =>
        line.StartsWith(at, StringComparison.Ordinal) ? answer : line switch
        {
            "" => "220 scripted",
            "DATA" => "354 go on",
            _ => "250 2.0.0 fine",
        };

    async Task Serve(Func<string, string?> answer)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            try
            {
                await Talk(client.GetStream(), answer);
            }
            catch (IOException)
            {
                // The client has gone; the next one may come.
            }
        }
    }

    async Task Talk(NetworkStream stream, Func<string, string?> answer)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var (line, inLetter) = ("", false);
        do
        {
            if (inLetter && line != ".")
            {
                continue;
            }

            Heard.Add(line);
            if (answer(line) is not { } said)
            {
                return;
            }

            inLetter = line == "DATA" && said.StartsWith('3');
            await stream.WriteAsync(Encoding.ASCII.GetBytes(said + "\r\n"), _stopping.Token);
        }
        while ((line = await reader.ReadLineAsync(_stopping.Token)) is not null);
    }
}
