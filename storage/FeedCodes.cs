using System.Text.Json;
using Engagement.Alerts;
using Engagement.Customers;

namespace Engagement.Storage;

/// <summary>How a feed's items are stored.</summary>
static class FeedCodes
{
    public static byte[] Write(FeedItem item) => JsonSerializer.SerializeToUtf8Bytes(item, CoreJson.FeedItem);

    public static FeedItem Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, CoreJson.FeedItem)!;

    public static string SeverityName(long severity) => severity switch
    {
        1 => "low",
        2 => "medium",
        3 => "high",
        4 => "critical",
        _ => throw new NotSupportedException($"An alert has the unknown severity {severity}."),
    };
}

/// <summary>How an alert stands after all that its feed says of it.</summary>
sealed record AlertState(
    AlertStatus Status, string? ClaimedBy, string? Resolution, DateTimeOffset ChangedAt, long LastPosition)
{
    /// <summary>
    /// Deliveries of one alert's items may overtake each other, so their places in the feed do not decide: what
    /// happened last counts, and resolved is the end.
    /// </summary>
    /// <returns>Null while nothing but notes has come.</returns>
    public static AlertState? Of(IReadOnlyCollection<FeedEntry> history)
    {
        var last = history.Max(entry => entry.Position);
        return history
            .OrderBy(entry => entry.Item is FeedItem.Resolved)
            .ThenBy(entry => entry.Item.At)
            .ThenBy(entry => entry.Position)
            .Select(entry => After(entry.Item, last))
            .LastOrDefault(standing => standing is not null);
    }

    /// <returns>Null when the item leaves the status alone.</returns>
    static AlertState? After(FeedItem item, long last) => item switch
    {
        FeedItem.Raised or FeedItem.Released => new(AlertStatus.Open, null, null, item.At, last),
        FeedItem.Claimed claimed => new(AlertStatus.Claimed, claimed.Agent, null, item.At, last),
        FeedItem.Resolved resolved => new(AlertStatus.Resolved, resolved.Agent, resolved.Resolution, item.At, last),
        FeedItem.Noted => null,
        _ => throw new NotSupportedException($"No way to follow an alert through a {item.GetType().Name}."),
    };
}
