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
    /// Grains' keys hold customers' ids, and so do paths; addresses that we call may hold a token; what an exception
    /// says may hold anything. Routes, methods and exceptions' types stay.
    /// </summary>
    static readonly string[] s_hidden =
    [
        "rpc.orleans.target_id", "rpc.orleans.source_id", "url.path", "url.query", "url.full", "exception.message",
        "exception.stacktrace",
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in s_hidden)
        {
            if (data.GetTagItem(tag) is not null)
            {
                data.SetTag(tag, null);
            }
        }

        // The pumps look into the database every second, and a commit serves many traces at once.
        if (data.ParentSpanId == default && data.Source.Name == "Npgsql")
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
