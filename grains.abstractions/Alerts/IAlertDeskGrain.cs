using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Engagement.Alerts;

/// <summary>A workspace's alert desk: gives every feed item its position. The key is <c>desk/workspace</c>.</summary>
[Alias("engagement.alert-desk")]
public interface IAlertDeskGrain : IGrainWithStringKey
{
    /// <summary>
    /// Appends items, each once, and returns when they are durable. The answer is the feed's last position.
    /// </summary>
    [Alias("append")]
    ValueTask<long> Append(ImmutableArray<DeskItem> items);

    /// <summary>Asks for hints; they stop a few minutes after the last call, so call again before that.</summary>
    [Alias("watch")]
    ValueTask<long> Watch(IDeskWatcher watcher);
}

/// <summary>Hears that a feed has grown. A hint may be lost or doubled: the table is the truth.</summary>
[Alias("engagement.desk-watcher")]
public interface IDeskWatcher : IGrainObserver
{
    // One way, because the desk must not wait for the watcher of a process that has just died.
    [Alias("grown"), OneWay]
    Task Grown(string workspace, long lastPosition);
}

/// <param name="Key">The effect's key, unique within the workspace: appending it again changes nothing.</param>
/// <param name="Item">Core's <c>FeedItem</c> as UTF-8 JSON.</param>
[GenerateSerializer, Immutable, Alias("engagement.desk-item")]
public sealed record DeskItem(
    [property: Id(0)] string Key, [property: Id(1)] string CustomerId, [property: Id(2)] byte[] Item);
