using System.Diagnostics;
using OpenTelemetry;

namespace Engagement.Telemetry;

/// <summary>
/// Takes out of spans what may name a customer or hold a secret, and leaves out what belongs to no trace. Spans leave
/// this machine, and are read by whoever reads the collector.
/// </summary>
sealed class SpanScreen : BaseProcessor<Activity>
{
    /// <summary>
    /// Paths hold customers' ids; addresses that we call may hold a token; what an exception says may hold anything.
    /// Routes, methods and exceptions' types stay.
    /// </summary>
    static readonly string[] s_hidden =
        ["url.path", "url.query", "url.full", "exception.message", "exception.stacktrace"];

    public override void OnEnd(Activity data)
    {
        foreach (var (tag, _) in data.TagObjects.Where(tag => IsHidden(tag.Key)).ToList())
        {
            data.SetTag(tag, null);
        }

        // The pumps look into the database every second, and a commit serves many traces at once.
        if (data.ParentSpanId == default && data.Source.Name == "Npgsql")
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    // Grains' keys hold customers' ids, and Orleans has several tags for them; which ones differs by version.
    static bool IsHidden(string tag) => s_hidden.Contains(tag)
        || (tag.Contains("orleans", StringComparison.Ordinal) && tag.EndsWith("id", StringComparison.Ordinal));
}
