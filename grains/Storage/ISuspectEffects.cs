namespace Engagement.Storage;

/// <summary>
/// Effects that a process had in its hands when it ended. A claim finds them when their lease has run out, counts the
/// end and sets them apart from their queue; they come back to it when an attempt ends in any way.
/// </summary>
public interface ISuspectEffects
{
    /// <summary>
    /// The one to be tried next, least suspected first. Counts it first for the process that ended in its trial.
    /// </summary>
    ValueTask<SuspectEffect?> Next(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Leases it. Null when somebody else has it meanwhile, or it is done.</summary>
    ValueTask<PendingEffect?> Take(
        long row, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation);
}

public sealed record SuspectEffect(long Row, string Receiver, Suspicion Suspicion);
