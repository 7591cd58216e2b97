using System.Globalization;

namespace Engagement.Replay;

/// <summary>What is to be known before a replay begins.</summary>
static class ReplayPreflight
{
    /// <param name="clock">Where the workspace's clock stands; null where none was moved yet.</param>
    /// <returns>One line, or null when nothing is out of the ordinary.</returns>
    public static async Task<string?> Of(Recording recording, DateTimeOffset? clock, CancellationToken cancellation)
    {
        await foreach (var line in recording.Lines(0, cancellation))
        {
            if (line.Event is { } first)
            {
                return clock > first.At ? Behind(first.At, clock.Value) : null;
            }
        }

        return null;
    }

    static string Behind(DateTimeOffset begin, DateTimeOffset clock) =>
        $"The file begins at {Shown(begin)}, before the workspace's clock, which stands at {Shown(clock)} and never " +
        "goes back: what falls due up to the file's last event happens, and what falls due later waits until the " +
        "clock is moved again. For a rehearsal with a clock of its own: ./engage workspace NAME, then replay with " +
        "--workspace NAME.";

    static string Shown(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
