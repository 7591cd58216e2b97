using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Customers;
using Engagement.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Engagement.Alerts;

/// <summary>
/// Step 6: tells. Gives alerts their positions, one workspace at a time, then hints at whoever listens.
/// </summary>
public sealed class AlertDeskGrain(IAlertFeed feed, ILogger<AlertDeskGrain> log) : Grain, IAlertDeskGrain
{
    /// <summary>How long a watcher hears hints after it last asked.</summary>
    public static readonly TimeSpan WatchFor = TimeSpan.FromMinutes(3);

    readonly ObserverManager<IDeskWatcher> _watchers = new(WatchFor, log);

    string Workspace => this.GetPrimaryKeyString()[DeskKey.Prefix.Length..];

    public async ValueTask<long> Append(ImmutableArray<DeskItem> items)
    {
        var position = await feed.Append(Workspace, [.. items.Select(Read)], CancellationToken.None);
        await _watchers.Notify(watcher => watcher.Grown(Workspace, position));
        return position;
    }

    public ValueTask<long> Watch(IDeskWatcher watcher)
    {
        _watchers.Subscribe(watcher, watcher);
        return feed.LastPosition(Workspace, CancellationToken.None);
    }

    static FeedAppend Read(DeskItem item) => new(
        item.Key, item.CustomerId, JsonSerializer.Deserialize(item.Item, CoreJson.FeedItem)!);
}
