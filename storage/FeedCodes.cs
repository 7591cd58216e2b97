using System.Text.Json;
using Engagement.Alerts;

namespace Engagement.Storage;

/// <summary>How a feed's items are stored.</summary>
static class FeedCodes
{
    public static byte[] Write(FeedItem item) => JsonSerializer.SerializeToUtf8Bytes(item, CoreJson.Default.FeedItem);

    public static FeedItem Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, CoreJson.Default.FeedItem)!;

    /// <summary>What an item makes of its alert; null when it leaves the status alone.</summary>
    public static AlertChange? Change(FeedItem item) => item switch
    {
        FeedItem.Raised => new(AlertStatus.Open, null, null),
        FeedItem.Claimed claimed => new(AlertStatus.Claimed, claimed.Agent, null),
        FeedItem.Released => new(AlertStatus.Open, null, null),
        FeedItem.Resolved resolved => new(AlertStatus.Resolved, resolved.Agent, resolved.Resolution),
        FeedItem.Noted => null,
        _ => throw new NotSupportedException($"No way to follow an alert through a {item.GetType().Name}."),
    };

    public static string SeverityName(long severity) => severity switch
    {
        1 => "low",
        2 => "medium",
        3 => "high",
        4 => "critical",
        _ => throw new NotSupportedException($"An alert has the unknown severity {severity}."),
    };
}

sealed record AlertChange(AlertStatus Status, string? ClaimedBy, string? Resolution);
