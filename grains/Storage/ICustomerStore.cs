using System.Collections.Immutable;
using Engagement.Events;
using Engagement.Loyalty;

namespace Engagement.Storage;

/// <summary>
/// The journal and all that is committed with it. Implemented for SQLite, for PostgreSQL and for the simulator.
/// </summary>
public interface ICustomerStore
{
    /// <summary>Journal entries after a version, oldest first.</summary>
    ValueTask<ImmutableArray<JournalEntry>> Tail(
        CustomerKey customer, long afterVersion, CancellationToken cancellation);

    /// <summary>
    /// Writes everything of one turn in one transaction, which it may share with other customers' turns. Returns after
    /// it is durable. When any of its events was taken before (by whichever customer), nothing of this commit is
    /// written and the answer names them.
    /// </summary>
    /// <exception cref="VersionConflictException">
    /// Another activation has written since; nothing was written.
    /// </exception>
    ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation);

    /// <summary>
    /// Customers of the workspace of whom it is known that nothing more may go to the address, in any case of letters.
    /// </summary>
    ValueTask<ImmutableArray<HeldSuppression>> Suppressed(
        string workspace, string channel, string address, CancellationToken cancellation);
}

/// <param name="Lane">
/// Whose clock its follow-ups obey: <see cref="Lanes.Live"/>, or the lane of a rehearsal workspace.
/// </param>
/// <param name="ExpectedVersion">The version the decision was made on; the new one is that of the last entry.</param>
/// <param name="DueAt">The customer's next due time after this turn; null removes it from the index.</param>
public sealed record CustomerCommit(
    CustomerKey Customer,
    string Lane,
    long ExpectedVersion,
    ImmutableArray<JournalEntry> Entries,
    DateTimeOffset? DueAt,
    ImmutableArray<OutboxEntry> Outbox,
    ImmutableArray<LedgerEntry> Ledger,
    ImmutableArray<MessageRow> Messages,
    CustomerRow Row)
{
    /// <summary>Addresses that get nothing more, or may have letters again.</summary>
    public ImmutableArray<SuppressionRow> Suppressions { get; init; } = [];
}

/// <param name="Address">As addresses are compared: in capitals.</param>
/// <param name="Reason">Null when the address may have letters again.</param>
public sealed record SuppressionRow(string Channel, string Address, string? Reason)
{
    public static string Compared(string address) => address.ToUpperInvariant();
}

/// <summary>Why an address gets nothing more, and of which customer that is known.</summary>
public sealed record HeldSuppression(string CustomerId, string Reason);

/// <summary>One input and what was concluded from it. Kept for ever.</summary>
/// <param name="Version">1 for a customer's first, then one more each; gapless.</param>
/// <param name="At">Our time, from the input.</param>
/// <param name="Kind"><c>event</c>, <c>follow-up</c> or <c>act</c>.</param>
/// <param name="Event">The event's name when the input is one; unique within the workspace.</param>
/// <param name="Revision">The revision of the definitions that it was decided by.</param>
/// <param name="Input">The input as UTF-8 JSON.</param>
/// <param name="Facts">The facts as UTF-8 JSON, an array.</param>
public sealed record JournalEntry(
    long Version,
    DateTimeOffset At,
    string Kind,
    EventStamp? Event,
    long Revision,
    ReadOnlyMemory<byte> Input,
    ReadOnlyMemory<byte> Facts)
{
    /// <summary>Whether the two were written by one turn: the same input at the same instant, byte for byte.</summary>
    public bool IsSameAs(JournalEntry other) =>
        (Version, At, Kind, Event) == (other.Version, other.At, other.Kind, other.Event)
        && Input.Span.SequenceEqual(other.Input.Span)
        && Facts.Span.SequenceEqual(other.Facts.Span);
}

/// <param name="BodyHash">
/// A hash over customer, type, time and data: two events of one name and different hash conflict.
/// </param>
public sealed record EventStamp(EventKey Key, string Type, DateTimeOffset OccurredAt, UInt128 BodyHash);

public sealed record OutboxEntry(string Key, string Receiver, DateTimeOffset NotBefore, ReadOnlyMemory<byte> Effect);

/// <summary>A message that was queued or withheld, for reading.</summary>
/// <param name="Status">
/// <c>queued</c>, <c>withheld</c>; the outbox makes it <c>sent</c>, <c>failed</c> or <c>withheld</c>.
/// </param>
public sealed record MessageRow(
    string Key, string Channel, string Template, int TemplateVersion, string Purpose, string Status, string? Reason,
    DateTimeOffset At);

/// <summary>A customer's line in lists.</summary>
public sealed record CustomerRow(
    string? Name,
    string? Email,
    int Orders,
    int OpenAlerts,
    long PointsPending,
    long PointsAvailable,
    DateTimeOffset LastSeenAt,
    int UnknownWaits = 0);

/// <param name="Duplicates">Empty when the commit was written; else its events that were taken before.</param>
public sealed record CommitAnswer(ImmutableArray<DuplicateEvent> Duplicates)
{
    public static CommitAnswer Written { get; } = new([]);
}

/// <param name="Version">The customer's version after the first event of this name.</param>
/// <param name="BodyHash">Of the first one, by the version of hashes that was in force then.</param>
public sealed record DuplicateEvent(EventKey Key, long Version, DateTimeOffset TakenAt, UInt128 BodyHash);

public static class Lanes
{
    public const string Live = "live";

    /// <summary>A rehearsal workspace has a lane, and so a clock, of its own.</summary>
    public static string Rehearsal(string workspace) => $"{Prefix}{workspace}";

    /// <summary>The workspace whose lane it is; not for <see cref="Live"/>.</summary>
    public static string Workspace(string lane) => lane.StartsWith(Prefix, StringComparison.Ordinal)
        ? lane[Prefix.Length..]
        : throw new FormatException($"'{lane}' is not the lane of a rehearsal workspace.");

    const string Prefix = "ws:";
}
