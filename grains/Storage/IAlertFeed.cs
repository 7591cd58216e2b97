using System.Collections.Immutable;
using Engagement.Alerts;

namespace Engagement.Storage;

/// <summary>
/// A workspace's feed of alerts and what agents did with them: dense positions from 1, never reordered.
/// </summary>
public interface IAlertFeed
{
    /// <summary>
    /// Gives the items the next positions and brings the alerts' own rows up to date, in one transaction. An item whose
    /// key is already there is left out.
    /// </summary>
    /// <returns>The feed's last position.</returns>
    ValueTask<long> Append(string workspace, ImmutableArray<FeedAppend> items, CancellationToken cancellation);

    /// <summary>Items after a position, in order.</summary>
    ValueTask<ImmutableArray<FeedEntry>> After(
        string workspace, long position, int max, CancellationToken cancellation);

    ValueTask<long> LastPosition(string workspace, CancellationToken cancellation);

    /// <summary>Alerts as they now are, newest first.</summary>
    /// <param name="before">Only alerts raised at a position below this; null for the first page.</param>
    ValueTask<ImmutableArray<AlertRow>> Alerts(
        string workspace, AlertFilter filter, long? before, int max, CancellationToken cancellation);

    ValueTask<AlertRow?> Alert(string workspace, string alertId, CancellationToken cancellation);

    /// <summary>Everything in the feed about one alert, in order.</summary>
    ValueTask<ImmutableArray<FeedEntry>> History(string workspace, string alertId, CancellationToken cancellation);
}

public sealed record FeedAppend(string Key, string CustomerId, FeedItem Item);

public sealed record FeedEntry(long Position, string CustomerId, FeedItem Item);

/// <summary>Null members do not filter.</summary>
public sealed record AlertFilter(
    AlertStatus? Status = null, Severity? AtLeast = null, string? CustomerId = null, string? ClaimedBy = null);

public sealed record AlertRow(
    string AlertId,
    long Position,
    long LastPosition,
    string CustomerId,
    AlertStatus Status,
    string? ClaimedBy,
    string? Resolution,
    FeedItem.Raised Raised);
