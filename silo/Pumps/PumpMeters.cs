using System.Diagnostics.Metrics;
using Engagement.Storage;

namespace Engagement.Pumps;

/// <summary>What the pumps count: one histogram a pump, by what came of it.</summary>
static class PumpMeters
{
    public const string Name = "Engagement.Pumps";

    static readonly Meter s_meter = new(Name);

    static readonly Histogram<double> s_deliveries = s_meter.CreateHistogram<double>(
        "engagement.deliveries", "s", "Time that deliveries took, by receiver and by what became of the effect.");

    static readonly Histogram<double> s_lateness = s_meter.CreateHistogram<double>(
        "engagement.follow-ups.lateness", "s", "Time between a follow-up's due time and the customer's wake.");

    public static void Delivered(string receiver, TimeSpan took, IEnumerable<Delivered> results)
    {
        if (!s_deliveries.Enabled)
        {
            return;
        }

        foreach (var result in results)
        {
            s_deliveries.Record(took.TotalSeconds, new("receiver", receiver), new("result", result.GetType().Name));
        }
    }

    public static void Woken(TimeSpan lateness) => s_lateness.Record(lateness.TotalSeconds);
}
