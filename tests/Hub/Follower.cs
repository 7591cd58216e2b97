using System.Diagnostics;
using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Hub;

/// <summary>The unmodified SignalR client of npm, in a process of its own.</summary>
sealed class Follower : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly Process _node;

    Follower(Process node) => _node = node;

    public static async Task<Follower> Start(int port, string key) =>
        new(await Node.Start("follow-alerts.js", $"http://127.0.0.1:{port}/hubs/alerts", key));

    /// <summary>Positions in the order in which they were received, until that many have come.</summary>
    public async Task<List<long>> Positions(int count)
    {
        var positions = new List<long>();
        while (positions.Count < count)
        {
            if ((await Line()).TryGetProperty("position", out var position))
            {
                positions.Add(position.GetInt64());
            }
        }

        return positions;
    }

    /// <summary>Why the next connection that ends did so.</summary>
    public async Task<string> Ending()
    {
        while (true)
        {
            if ((await Line()).TryGetProperty("ended", out var why))
            {
                return why.GetString()!;
            }
        }
    }

    public async Task<JsonElement> Line()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var line = await _node.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"The client ended. {await _node.StandardError.ReadToEndAsync()}");
        return JsonDocument.Parse(line).RootElement;
    }

    public void Dispose()
    {
        _node.Kill(entireProcessTree: true);
        _node.Dispose();
    }
}
