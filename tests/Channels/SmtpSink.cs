using System.Diagnostics;
using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Channels;

/// <summary>Somebody else's mail server, which tells what it was given.</summary>
sealed class SmtpSink : IAsyncDisposable
{
    readonly Process _process;

    SmtpSink(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<SmtpSink> Start(string? userAndPassword = null, string[]? security = null)
    {
        var process = await Node.Start("smtp-sink.js", [userAndPassword ?? "-", .. security ?? []]);
        return new(process, JsonElement.Parse(await Line(process)).GetProperty("port").GetInt32());
    }

    public async Task<Received> Next() =>
        JsonSerializer.Deserialize<Received>(await Line(_process), JsonSerializerOptions.Web)!;

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    static async Task<string> Line(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        await Probe.Within(line, "a line of the mail server");
        return await line ?? throw new EndOfStreamException(await process.StandardError.ReadToEndAsync());
    }

    /// <param name="Connection">Its name: the same for letters that came over the same one.</param>
    /// <param name="SmtpUtf8">Whether the envelope asked for SMTPUTF8.</param>
    /// <param name="Headers">Names of the header fields, lower case, in order.</param>
    /// <param name="Values">Header fields as they came, by name.</param>
    public sealed record Received(
        string From,
        string[] To,
        string? User,
        bool Secure,
        string Connection,
        bool SmtpUtf8,
        string[] Headers,
        Dictionary<string, string> Values,
        string FromName,
        int ToCount,
        string Subject,
        string Text,
        string Html,
        string MessageId,
        int LineMax,
        bool Ascii);
}
