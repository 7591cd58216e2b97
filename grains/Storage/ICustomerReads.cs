using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.Loyalty;
using Engagement.Messages;

namespace Engagement.Storage;

/// <summary>What is read about customers without waking them.</summary>
public interface ICustomerReads
{
    /// <summary>Customers by id, ordinal.</summary>
    /// <param name="search">Part of an id, name or e-mail; null for all.</param>
    /// <param name="after">The last id of the page before; null for the first.</param>
    ValueTask<ImmutableArray<ListedCustomer>> List(
        string workspace, string? search, string? after, int max, CancellationToken cancellation) =>
        List(workspace, new CustomerFilter(search), after, max, cancellation);

    /// <summary>Customers by id, ordinal, that a filter leaves.</summary>
    ValueTask<ImmutableArray<ListedCustomer>> List(
        string workspace, CustomerFilter filter, string? after, int max, CancellationToken cancellation);

    ValueTask<bool> Exists(CustomerKey customer, CancellationToken cancellation);

    /// <summary>Journal entries, newest first.</summary>
    ValueTask<ImmutableArray<JournalEntry>> Timeline(
        CustomerKey customer, long? beforeVersion, int max, CancellationToken cancellation);

    /// <summary>Ledger entries, newest first.</summary>
    ValueTask<ImmutableArray<BookedEntry>> Ledger(
        CustomerKey customer, long? before, int max, CancellationToken cancellation);

    /// <summary>Messages of one customer, or of the whole workspace, newest first.</summary>
    ValueTask<ImmutableArray<ListedMessage>> Messages(
        string workspace, string? customerId, long? before, int max, CancellationToken cancellation);

    /// <summary>One message by its key, as the channel knows it.</summary>
    ValueTask<ListedMessage?> Message(CustomerKey customer, string key, CancellationToken cancellation);

    /// <summary>Totals of a workspace.</summary>
    ValueTask<WorkspaceTotals> Totals(string workspace, CancellationToken cancellation);

    /// <summary>Every journal entry of a workspace by customer and version, for digests and exports.</summary>
    IAsyncEnumerable<(string CustomerId, JournalEntry Entry)> Journal(string workspace, CancellationToken cancellation);
}

public sealed record ListedCustomer(string CustomerId, long Version, CustomerRow Row);

public sealed record BookedEntry(long Row, LedgerEntry Entry);

/// <summary>A message in a list; its status is <c>queued</c>, <c>sent</c>, <c>failed</c> or <c>withheld</c>.</summary>
/// <param name="Form">How it left; null while it has not, and for what left before that was kept.</param>
/// <param name="Failed">Its last try, while it waits for the next.</param>
public sealed record ListedMessage(
    long Row,
    string CustomerId,
    MessageRow Message,
    DateTimeOffset? SentAt,
    string? Receipt,
    SentForm? Form = null,
    FailedTry? Failed = null);

/// <param name="MessagesByTemplate">Messages queued or sent, withheld ones left out.</param>
public sealed record WorkspaceTotals(
    long Customers,
    long Events,
    long Facts,
    long FollowUps,
    ImmutableSortedDictionary<string, long> MessagesByTemplate,
    ImmutableSortedDictionary<string, long> WithheldByTemplate,
    ImmutableSortedDictionary<string, long> AlertsBySeverity,
    long PointsPending,
    long PointsAvailable,
    long PointsClawedBack,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt);
