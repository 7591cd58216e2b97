using Engagement.Alerts;
using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class AlertFeedTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Positions_are_dense_from_one_in_each_workspace(Dialect on)
    {
        await using var store = await Store.Open(on);

        Assert.Equal(0, await store.Feed.LastPosition("shop", default));
        Assert.Equal(2, await store.Feed.Append("shop", [Raised("a1"), Raised("a2")], default));
        Assert.Equal(1, await store.Feed.Append("other", [Raised("b1")], default));
        Assert.Equal(3, await store.Feed.Append("shop", [Raised("a3")], default));

        Assert.Equal([1L, 2, 3], (await store.Feed.After("shop", 0, 10, default)).Select(entry => entry.Position));
        Assert.Equal([2L], (await store.Feed.After("shop", 1, 1, default)).Select(entry => entry.Position));
        Assert.Equal(3, await store.Feed.LastPosition("shop", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_item_appended_again_changes_nothing(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Feed.Append("shop", [Raised("a1")], default);

        Assert.Equal(2, await store.Feed.Append("shop", [Raised("a1"), Raised("a2"), Raised("a2")], default));
        Assert.Equal(3, await store.Feed.Append("shop", [Raised("a1") with { CustomerId = "ben" }], default));

        Assert.Equal(
            ["ada", "ada", "ben"], (await store.Feed.After("shop", 0, 10, default)).Select(entry => entry.CustomerId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Appends_at_once_leave_no_gap_and_no_double(Dialect on)
    {
        await using var store = await Store.Open(on);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
            await store.Feed.Append("shop", [Raised($"a{i % 40}"), Raised($"b{i}")], default)));

        var feed = await store.Feed.After("shop", 0, 1_000, default);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), feed.Select(entry => entry.Position));
        Assert.Equal(100, feed.Select(entry => entry.Item.AlertId).Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_alerts_row_follows_what_agents_do(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Feed.Append("shop", [Raised("a1")], default);

        await store.Feed.Append("shop", [Item("c", new FeedItem.Claimed("a1", Noon.AddMinutes(1), "mia"))], default);
        var claimed = await store.Feed.Alert("shop", "a1", default);
        await store.Feed.Append(
            "shop", [Item("n", new FeedItem.Noted("a1", Noon.AddMinutes(2), "mia", "called"))], default);
        await store.Feed.Append(
            "shop", [Item("r", new FeedItem.Resolved("a1", Noon.AddMinutes(3), "mia", "refunded"))], default);
        var resolved = await store.Feed.Alert("shop", "a1", default);

        Assert.Equal((AlertStatus.Claimed, "mia", 2), (claimed!.Status, claimed.ClaimedBy, claimed.LastPosition));
        Assert.Equal(
            (AlertStatus.Resolved, "refunded", 4), (resolved!.Status, resolved.Resolution, resolved.LastPosition));
        Assert.Equal(1, resolved.Position);
        Assert.Equal(Raised("a1").Item, resolved.Raised);
        Assert.Equal([1L, 2, 3, 4], (await store.Feed.History("shop", "a1", default)).Select(entry => entry.Position));
        Assert.Null(await store.Feed.Alert("other", "a1", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Items_that_overtake_each_other_end_in_what_happened_last(Dialect on)
    {
        await using var store = await Store.Open(on);

        await store.Feed.Append("shop", [Item("c2", new FeedItem.Claimed("a1", Noon.AddMinutes(3), "noa"))], default);
        await store.Feed.Append("shop", [Raised("a1")], default);
        await store.Feed.Append("shop", [Item("x", new FeedItem.Released("a1", Noon.AddMinutes(2), "mia"))], default);
        await store.Feed.Append("shop", [Item("c1", new FeedItem.Claimed("a1", Noon.AddMinutes(1), "mia"))], default);

        var alert = await store.Feed.Alert("shop", "a1", default);
        Assert.Equal((AlertStatus.Claimed, "noa"), (alert!.Status, alert.ClaimedBy));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Alerts_are_listed_newest_first_and_filtered(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Feed.Append(
            "shop",
            [Raised("low", Severity.Low), Raised("high", Severity.High), Raised("bens") with { CustomerId = "ben" }],
            default);
        await store.Feed.Append("shop", [Item("c", new FeedItem.Claimed("high", Noon, "mia"))], default);

        Assert.Equal(["bens", "high", "low"], await Ids(store, new()));
        Assert.Equal(["high", "low"], await Ids(store, new(), before: 3));
        Assert.Equal(["bens"], await Ids(store, new(), max: 1));
        Assert.Equal(["bens", "high"], await Ids(store, new(AtLeast: Severity.Medium)));
        Assert.Equal(["high"], await Ids(store, new(Status: AlertStatus.Claimed)));
        Assert.Equal(["high"], await Ids(store, new(ClaimedBy: "mia")));
        Assert.Equal(["bens"], await Ids(store, new(CustomerId: "ben")));
        Assert.Empty(await Ids(store, new(Status: AlertStatus.Resolved)));
    }

    static async Task<IEnumerable<string>> Ids(Store store, AlertFilter filter, long? before = null, int max = 10) =>
        (await store.Feed.Alerts("shop", filter, before, max, default)).Select(alert => alert.AlertId);

    static FeedAppend Raised(string alertId, Severity severity = Severity.Medium) => Item(
        $"raise {alertId}",
        new FeedItem.Raised(
            alertId, Noon, severity, "Low rating", "One star.", "low-rating", "Ada", "order-7", 1, "Broken"));

    static FeedAppend Item(string key, FeedItem item) => new(key, "ada", item);
}
