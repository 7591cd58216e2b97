using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Engagement.Email;

namespace Engagement.Tests.Channels;

/// <summary>A mail server that answers by a script, to be as wrong as real ones sometimes are.</summary>
sealed class ScriptedSmtp : IAsyncDisposable
{
    /// <summary>An answer of which more and more comes, for as long as anybody reads.</summary>
    public const string Endless = "endless";

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly Task _serving;

    /// <param name="answer">The answer to a line, without its end; null hangs up.</param>
    /// <param name="certificate">What it shows when it has said yes to STARTTLS.</param>
    public ScriptedSmtp(Func<string, string?> answer, X509Certificate2? certificate = null)
    {
        _listener.Start();
        _serving = Serve(answer, certificate);
    }

    /// <summary>What was said to it, but for what is in letters; the empty line is a new connection.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>The letters themselves, as they were before dots at the beginning of a line were doubled.</summary>
    public List<string> Letters { get; } = [];

    public int Connections => Heard.Count(line => line.Length == 0);

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

    string? Said(string line, Func<string, string?> answer)
    {
        lock (Heard)
        {
            Heard.Add(line);
            return answer(line);
        }
    }

    async Task Serve(Func<string, string?> answer, X509Certificate2? certificate)
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            _ = Talk(client, answer, certificate);
        }
    }

    async Task Talk(TcpClient client, Func<string, string?> answer, X509Certificate2? certificate)
    {
        using var connected = client;
        try
        {
            await Talk(client.GetStream(), answer, certificate);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client has gone, or the test has.
        }
    }

    async Task Talk(Stream stream, Func<string, string?> answer, X509Certificate2? certificate)
    {
        var reader = new StreamReader(stream, Encoding.UTF8);
        var (line, inLetter, letter) = ("", false, new StringBuilder());
        do
        {
            if (inLetter && line != ".")
            {
                letter.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
                continue;
            }

            if (inLetter)
            {
                lock (Letters)
                {
                    Letters.Add(letter.ToString());
                }

                letter.Clear();
            }

            if (Said(line, answer) is not { } said)
            {
                return;
            }

            while (said == Endless)
            {
                await stream.WriteAsync("250-more\r\n"u8.ToArray(), _stopping.Token);
            }

            inLetter = line == "DATA" && said.StartsWith('3');
            await stream.WriteAsync(Encoding.UTF8.GetBytes(said + "\r\n"), _stopping.Token);
            if (line == "STARTTLS" && said.StartsWith('2') && certificate is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(certificate);
                (stream, reader) = (secured, new StreamReader(secured, Encoding.UTF8));
            }
        }
        while ((line = await reader.ReadLineAsync(_stopping.Token)) is not null);
    }
}
