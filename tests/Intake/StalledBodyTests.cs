using System.Net.Sockets;
using System.Text;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Intake;

/// <summary>A sender that falls silent in the middle of a body loses its connection, and nobody is alarmed.</summary>
public sealed class StalledBodyTests : IAsyncLifetime, IDisposable
{
    /// <summary>The server's own rate, of which the grace alone is shorter: it must be more than a second.</summary>
    static readonly MinDataRate s_rate = new(240, TimeSpan.FromSeconds(1.1));

    readonly KeptLog _log = new();

    IntakeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await IntakeHost.Start(also: builder =>
    {
        builder.WebHost.ConfigureKestrel(server => server.Limits.MinRequestBodyDataRate = s_rate);
        builder.Logging.AddProvider(_log);
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Lines_that_stop_coming_are_cut_off_behind_what_was_answered()
    {
        using var lines = await OpenLines.Begin(_host.Client.BaseAddress!);
        await lines.Send(IntakeTests.Event("e1", "ada"));
        Assert.Contains("accepted", await lines.Next(), StringComparison.Ordinal);

        var rest = lines.UntilCut();
        await Probe.Within(rest, "the end of the connection");

        // Neither a summary, which would say that all was read, nor the end of the answer.
        Assert.Equal("", (await rest).Trim());
        AssertCalm();
    }

    [Fact]
    public async Task A_list_that_stops_coming_is_told_so_and_cut_off()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_host.Client.BaseAddress!.Host, _host.Client.BaseAddress.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n["));
        using var reader = new StreamReader(socket.GetStream());

        var answer = reader.ReadToEndAsync();
        await Probe.Within(answer, "the end of the connection");

        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        AssertCalm();
    }

    void AssertCalm()
    {
        Assert.NotEmpty(_log.Lines);
        Assert.DoesNotContain(_log.Lines, line =>
            line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal)
            || line.StartsWith("Critical", StringComparison.Ordinal));
    }
}
