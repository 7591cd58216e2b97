using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Engagement.Telemetry;

/// <summary>
/// One span and one histogram for each of the seven steps; ARCHITECTURE.md numbers them. A customer that is not in
/// memory has two more in step 2: its saved state is read, and what the journal has since is read and folded.
/// </summary>
public static class Steps
{
    public const string SourceName = "Engagement";

    public static readonly Step Ask = new("1 ask");
    public static readonly Step TakeTurn = new("2 take turn");
    public static readonly Step ReadState = new("2 read state");
    public static readonly Step Load = new("2 load");
    public static readonly Step Decide = new("3 decide");
    public static readonly Step Commit = new("4 commit");
    public static readonly Step Perform = new("5 perform");
    public static readonly Step Tell = new("6 tell");
    public static readonly Step Act = new("7 act");

    static readonly ActivitySource s_source = new(SourceName);
    static readonly Meter s_meter = new(SourceName);

    static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>(
        "engagement.step.duration", "s", "How long a step of the flow took.");

    /// <summary>Begins a step; disposing what comes back ends it and records how long it took.</summary>
    public static Running Begin(Step step) => new(step, s_source.StartActivity(step.Name), Stopwatch.GetTimestamp());

    /// <summary>Begins a step that goes on from what other traces began.</summary>
    public static Running Begin(Step step, IEnumerable<ActivityLink> links) => new(
        step,
        s_source.StartActivity(step.Name, ActivityKind.Internal, default(ActivityContext), links: links),
        Stopwatch.GetTimestamp());

    /// <param name="Name">The step's number and name, as spans show it.</param>
    public sealed record Step(string Name)
    {
        internal KeyValuePair<string, object?> Tag { get; } = new("step", Name);
    }

    public readonly struct Running(Step step, Activity? span, long startedAt) : IDisposable
    {
        public void Dispose()
        {
            s_duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, step.Tag);
            span?.Dispose();
        }
    }
}
