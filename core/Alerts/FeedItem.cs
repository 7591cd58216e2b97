using System.Text.Json.Serialization;

namespace Engagement.Alerts;

/// <summary>One line of a workspace's feed, before it has a position.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Raised), "raised")]
[JsonDerivedType(typeof(Claimed), "claimed")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Resolved), "resolved")]
[JsonDerivedType(typeof(Noted), "noted")]
public abstract record FeedItem(string AlertId, DateTimeOffset At)
{
    /// <param name="Title">A few words, from the definition.</param>
    /// <param name="Reason">Why it was raised, in a sentence.</param>
    /// <param name="Quote">The customer's own words, if any. Text from outside: never markup.</param>
    public sealed record Raised(
        string AlertId,
        DateTimeOffset At,
        Severity Severity,
        string Title,
        string Reason,
        string Rule,
        string? CustomerName,
        string? OrderId = null,
        int? Rating = null,
        string? Quote = null) : FeedItem(AlertId, At);

    /// <param name="From">Who had it until then, when it was taken over.</param>
    public sealed record Claimed(string AlertId, DateTimeOffset At, string Agent, string? From = null)
        : FeedItem(AlertId, At);

    public sealed record Released(string AlertId, DateTimeOffset At, string Agent) : FeedItem(AlertId, At);

    public sealed record Resolved(string AlertId, DateTimeOffset At, string Agent, string? Resolution)
        : FeedItem(AlertId, At);

    public sealed record Noted(string AlertId, DateTimeOffset At, string Agent, string Text) : FeedItem(AlertId, At);
}
