using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Engagement.Telemetry;

/// <summary>
/// Keeps a new trace that goes on from one that is kept: else the delivery of an effect would be missing from nine of
/// ten traces in which it was decided.
/// </summary>
/// <param name="others">Decides on traces that go on from nothing.</param>
sealed class LinkedSampler(Sampler others) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Links?.Any(link => link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) is true
            ? new(SamplingDecision.RecordAndSample)
            : others.ShouldSample(samplingParameters);
}
