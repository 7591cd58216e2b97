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
