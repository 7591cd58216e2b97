using System.Collections.Immutable;
using Engagement.DeadLetters;

namespace Engagement.Storage;

/// <summary>The effects that are committed and not yet done, a queue a receiver.</summary>
public interface IOutbox
{
    /// <summary>
    /// Leases up to <paramref name="max"/> rows of one receiver, oldest first; a lease that runs out frees its row. One
    /// that another process let run out is not claimed but left to <see cref="ISuspectEffects"/>.
    /// </summary>
    ValueTask<ImmutableArray<PendingEffect>> Claim(
        string receiver, DateTimeOffset now, DateTimeOffset leasedUntil, int max, CancellationToken cancellation);

    /// <summary>Records what became of deliveries, in one transaction.</summary>
    ValueTask Settle(ImmutableArray<Delivered> results, CancellationToken cancellation);

    /// <summary>
    /// This process is told to end: what becomes of rows that it still has in its hands is nobody's fault. Their leases
    /// stay.
    /// </summary>
    ValueTask GiveBack(ImmutableArray<long> rows, CancellationToken cancellation);

    /// <summary>Effects that were given up, newest first, after a row (0 for the first page).</summary>
    ValueTask<ImmutableArray<DeadLetter>> DeadLetters(
        string workspace, DeadLetterFilter filter, long before, int max, CancellationToken cancellation);

    ValueTask<long> CountDeadLetters(
        string workspace, DeadLetterFilter filter, CancellationToken cancellation);

    /// <summary>
    /// Puts a dead letter back into its queue. False when there is none of that row in the workspace.
    /// </summary>
    ValueTask<bool> Revive(string workspace, long row, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>
    /// A dead letter is not to leave any more: it is done, and its message says why. False when there is none of that
    /// row in the workspace.
    /// </summary>
    ValueTask<bool> Dismiss(
        string workspace, long row, DateTimeOffset at, string reason, CancellationToken cancellation);

    /// <summary>
    /// The effect of that key as it was committed, done or not; null when it was purged or never was.
    /// </summary>
    ValueTask<KeptEffect?> Effect(CustomerKey customer, string key, CancellationToken cancellation);

    /// <summary>Waiting rows by receiver, and how long the oldest has waited.</summary>
    ValueTask<ImmutableArray<QueueDepth>> Depths(CancellationToken cancellation);
}

/// <param name="Key">The effect's key, unique within its customer.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Interrupted">
/// The claim before this one was never settled: its lease ran out, so nobody knows whether the effect was performed.
/// </param>
public sealed record PendingEffect(
    long Row,
    CustomerKey Customer,
    string Key,
    string Receiver,
    ReadOnlyMemory<byte> Effect,
    int Attempt,
    DateTimeOffset EnqueuedAt,
    bool Interrupted = false);

/// <param name="Effect">As it was committed.</param>
public sealed record KeptEffect(ReadOnlyMemory<byte> Effect, DateTimeOffset EnqueuedAt);

/// <summary>A message as it left.</summary>
/// <param name="To">Where it went, which may be another address than it was decided for.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal digits; null where nobody counted them.</param>
public sealed record SentForm(string To, string? Sha256);

/// <summary>What became of one delivery.</summary>
public abstract record Delivered(long Row)
{
    /// <param name="Receipt">What the other side said, for the message's row; null for none.</param>
    /// <param name="Form">For a message.</param>
    public sealed record Done(long Row, DateTimeOffset At, string? Receipt = null, SentForm? Form = null)
        : Delivered(Row);

    public sealed record Retry(long Row, DateTimeOffset At, string Error) : Delivered(Row);

    /// <summary>
    /// Nothing was tried, because the other side is busy: the row goes back and the attempt does not count.
    /// </summary>
    public sealed record HeldBack(long Row, DateTimeOffset At) : Delivered(Row);

    /// <summary>It was not to leave any more: the row is done, and the message says why.</summary>
    public sealed record Withheld(long Row, DateTimeOffset At, string Reason) : Delivered(Row);

    public sealed record GivenUp(long Row, DateTimeOffset At, string Error) : Delivered(Row);
}

public sealed record DeadLetter(
    long Row, string CustomerId, string Key, string Receiver, int Attempts, string Error, DateTimeOffset EnqueuedAt,
    DateTimeOffset GivenUpAt);

/// <param name="OldestAt">When the oldest effect that waits was committed.</param>
/// <param name="ReadyAt">
/// When the first of them became ready to be delivered: in the future while all of them wait for their next try.
/// </param>
public sealed record QueueDepth(
    string Receiver, long Waiting, DateTimeOffset? OldestAt, DateTimeOffset? ReadyAt = null)
{
    /// <summary>
    /// Since when an effect could have been delivered and was not. A queue that is kept in order is ready at all times,
    /// so there it is the age that tells.
    /// </summary>
    public DateTimeOffset? WaitingSince => ReadyAt > OldestAt ? ReadyAt : OldestAt;
}
