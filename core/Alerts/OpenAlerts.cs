using System.Collections.Immutable;

namespace Engagement.Alerts;

/// <summary>The customer's alerts that are not resolved.</summary>
public sealed record OpenAlerts
{
    /// <summary>Alerts open at once; the oldest is resolved to make room for one more.</summary>
    public const int AlertsMax = 64;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<OpenAlert> Alerts { get; init; } = [];

    public OpenAlert? Find(string id)
    {
        foreach (var alert in Alerts)
        {
            if (alert.Id == id)
            {
                return alert;
            }
        }

        return null;
    }

    /// <summary>The alerts after one more fact.</summary>
    public static OpenAlerts Evolve(OpenAlerts open, AlertFact fact) => fact switch
    {
        AlertFact.AlertRaised raised => open with
        {
            Alerts = open.Alerts.Add(new(raised.AlertId, raised.Severity, raised.At)),
        },
        AlertFact.AlertClaimed claimed => open.Acted(claimed, alert => alert with { ClaimedBy = claimed.Agent }),
        AlertFact.AlertReleased => open.Acted(fact, alert => alert with { ClaimedBy = null }),
        AlertFact.AlertNoted noted => open.Acted(noted, alert => noted.NoteId is { } id
            ? alert with { NoteIds = [.. (alert.NoteIds ?? []).TakeLast(OpenAlert.NoteIdsMax - 1), id] }
            : alert),
        AlertFact.AlertResolved resolved => open with
        {
            Alerts = open.Alerts.RemoveAll(alert => alert.Id == resolved.AlertId),
        },
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };

    OpenAlerts Acted(AlertFact fact, Func<OpenAlert, OpenAlert> change)
    {
        var alert = Find(fact.AlertId)
            ?? throw new InvalidOperationException($"A fact speaks of an alert that is not open: '{fact.AlertId}'.");
        return this with { Alerts = Alerts.Replace(alert, change(alert) with { Acts = alert.Acts + 1 }) };
    }
}
