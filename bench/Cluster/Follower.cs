using System.Globalization;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Engagement.Bench.Measure;

namespace Engagement.Bench.Cluster;

/// <summary>
/// An agent's page: it follows the feed, and where its API goes away it asks another for what comes after the last
/// position that it has.
/// </summary>
sealed partial class Follower(IReadOnlyList<Uri> apis, string key, int first)
{
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The last position that it has; it has all before it.</summary>
    public long Last { get; private set; }

    /// <summary>How often a position did not follow the one before: each is a gap or a double.</summary>
    public int Breaks { get; private set; }

    public async Task Follow(CancellationToken cancellation)
    {
        for (var attempt = first; !cancellation.IsCancellationRequested; attempt++)
        {
            try
            {
                using var listener = await Listener.Connect(apis[attempt % apis.Count], key, Last);
                await listener.Listen(Take, cancellation);
            }
            catch (Exception error) when (error is WebSocketException or HttpRequestException or IOException)
            {
                // Its API is gone or not there yet; the next one is asked.
            }

            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    void Take(string message)
    {
        var position = long.Parse(Position().Match(message).Groups[1].Value, CultureInfo.InvariantCulture);
        Breaks += position == Last + 1 ? 0 : 1;
        Last = position;
    }

    [GeneratedRegex("\"position\":([0-9]+)")]
    private static partial Regex Position();
}
