using System.Text.Json.Serialization;
using Engagement.Slices;

namespace Engagement.Alerts;

/// <summary>What there is of alerts, for the table of slices.</summary>
static class AlertsSlice
{
    public static Slice Slice { get; } = new(AlertsJson.Default)
    {
        Facts =
        [
            new(typeof(AlertFact.AlertRaised), "alert-raised"),
            new(typeof(AlertFact.AlertClaimed), "alert-claimed"),
            new(typeof(AlertFact.AlertReleased), "alert-released"),
            new(typeof(AlertFact.AlertResolved), "alert-resolved"),
            new(typeof(AlertFact.AlertNoted), "alert-noted"),
        ],
        Effects =
        [
            new(typeof(TellAgents), "tell-agents"),
        ],
        Acts =
        [
            new(typeof(AlertAct.Claim), "claim"),
            new(typeof(AlertAct.Release), "release"),
            new(typeof(AlertAct.Resolve), "resolve"),
            new(typeof(AlertAct.Note), "note"),
            new(typeof(AlertAct.TakeOver), "take-over"),
        ],
        Fields = AlertFields.All,
    };
}

[JsonSerializable(typeof(AlertFact.AlertRaised))]
[JsonSerializable(typeof(AlertFact.AlertClaimed))]
[JsonSerializable(typeof(AlertFact.AlertReleased))]
[JsonSerializable(typeof(AlertFact.AlertResolved))]
[JsonSerializable(typeof(AlertFact.AlertNoted))]
[JsonSerializable(typeof(TellAgents))]
[JsonSerializable(typeof(AlertAct.Claim))]
[JsonSerializable(typeof(AlertAct.Release))]
[JsonSerializable(typeof(AlertAct.Resolve))]
[JsonSerializable(typeof(AlertAct.Note))]
[JsonSerializable(typeof(AlertAct.TakeOver))]
[JsonSerializable(typeof(OpenAlerts))]
[JsonSerializable(typeof(FeedItem))]
sealed partial class AlertsJson : JsonSerializerContext;
