using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Engagement.Alerts;

/// <summary>How soon an agent should look. The numbers order them and are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    [JsonStringEnumMemberName("low")] Low = 1,
    [JsonStringEnumMemberName("medium")] Medium = 2,
    [JsonStringEnumMemberName("high")] High = 3,
    [JsonStringEnumMemberName("critical")] Critical = 4,
}

/// <summary>What agents do with an alert.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertStatus>))]
public enum AlertStatus
{
    [JsonStringEnumMemberName("open")] Open = 1,
    [JsonStringEnumMemberName("claimed")] Claimed = 2,
    [JsonStringEnumMemberName("resolved")] Resolved = 3,
}

/// <summary>An alert as the customer remembers it while it is not resolved.</summary>
/// <param name="Id">
/// Unique within the workspace: a hash of the customer and the key of the effect that raised it.
/// </param>
/// <param name="Acts">What agents have done with it so far; numbers the lines of the feed.</param>
/// <param name="NoteIds">Ids of its last notes, where the sender gave one: a note sent again is known by it.</param>
public sealed record OpenAlert(
    string Id,
    Severity Severity,
    DateTimeOffset RaisedAt,
    string? ClaimedBy = null,
    int Acts = 0,
    ImmutableArray<string>? NoteIds = null)
{
    public const int NoteIdsMax = 16;
}

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

/// <summary>What somebody did, an agent at the console as a rule: one more input to the customer.</summary>
/// <param name="Agent">Who did it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "act")]
[JsonDerivedType(typeof(Claim), "claim")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Resolve), "resolve")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(LiftSuppression), "lift-suppression")]
[JsonDerivedType(typeof(Redirect), "redirect")]
[JsonDerivedType(typeof(TakeOver), "take-over")]
[JsonDerivedType(typeof(RetryEffect), "retry-effect")]
[JsonDerivedType(typeof(DismissEffect), "dismiss-effect")]
[JsonDerivedType(typeof(SetTimeRight), "set-time-right")]
public abstract record AgentAct(string Agent)
{
    public sealed record Claim(string AlertId, string Agent) : AlertAct(AlertId, Agent);

    /// <param name="From">Who has it, as whoever takes it sees it: of another's it is not taken.</param>
    public sealed record TakeOver(string AlertId, string Agent, string From) : AlertAct(AlertId, Agent);

    public sealed record Release(string AlertId, string Agent) : AlertAct(AlertId, Agent);

    public sealed record Resolve(string AlertId, string Agent, string? Resolution) : AlertAct(AlertId, Agent);

    /// <param name="NoteId">The sender's own, so that a note whose answer was lost can be sent again.</param>
    public sealed record Note(string AlertId, string Agent, string Text, string? NoteId = null)
        : AlertAct(AlertId, Agent);

    /// <summary>The address may have letters again.</summary>
    public sealed record LiftSuppression(string Channel, string Address, string Agent) : AgentAct(Agent);

    /// <summary>The outbox's own: a letter leaves for another address than it was decided for.</summary>
    public sealed record Redirect(string Key, string To, string Agent) : AgentAct(Agent);

    /// <summary>What was given up is tried again.</summary>
    /// <param name="Key">The effect's.</param>
    public sealed record RetryEffect(string Key, string Agent) : AgentAct(Agent);

    /// <summary>What was given up is let go.</summary>
    /// <param name="Key">The effect's.</param>
    public sealed record DismissEffect(string Key, string Agent) : AgentAct(Agent);

    /// <summary>The customer's time comes back to ours: a clock was ahead when they were last touched.</summary>
    /// <param name="Stood">Where their time stood. What was told then counts as told now.</param>
    /// <param name="Runs">Runs of journeys that came to rest while that clock was ahead.</param>
    public sealed record SetTimeRight(DateTimeOffset Stood, ImmutableArray<string> Runs, string Agent)
        : AgentAct(Agent);
}

/// <summary>An act on an alert.</summary>
public abstract record AlertAct(string AlertId, string Agent) : AgentAct(Agent);
