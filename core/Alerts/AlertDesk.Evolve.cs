using Engagement.Customers;

namespace Engagement.Alerts;

static partial class AlertDesk
{
    public static Customer Evolve(Customer customer, Fact.AlertRaised raised) =>
        customer with { Alerts = customer.Alerts.Add(new(raised.AlertId, raised.Severity, raised.At)) };

    public static Customer Evolve(Customer customer, Fact.AlertClaimed claimed) =>
        Acted(customer, claimed.AlertId, alert => alert with { ClaimedBy = claimed.Agent });

    public static Customer Evolve(Customer customer, Fact.AlertReleased released) =>
        Acted(customer, released.AlertId, alert => alert with { ClaimedBy = null });

    public static Customer Evolve(Customer customer, Fact.AlertNoted noted) =>
        Acted(customer, noted.AlertId, alert => noted.NoteId is { } id
            ? alert with { NoteIds = [.. (alert.NoteIds ?? []).TakeLast(OpenAlert.NoteIdsMax - 1), id] }
            : alert);

    public static Customer Evolve(Customer customer, Fact.AlertResolved resolved) =>
        customer with { Alerts = customer.Alerts.RemoveAll(alert => alert.Id == resolved.AlertId) };

    static Customer Acted(Customer customer, string id, Func<OpenAlert, OpenAlert> change)
    {
        var alert = Find(customer, id)
            ?? throw new InvalidOperationException($"A fact speaks of an alert that is not open: '{id}'.");
        return customer with
        {
            Alerts = customer.Alerts.Replace(alert, change(alert) with { Acts = alert.Acts + 1 }),
        };
    }

    static OpenAlert? Find(Customer customer, string id)
    {
        foreach (var alert in customer.Alerts)
        {
            if (alert.Id == id)
            {
                return alert;
            }
        }

        return null;
    }
}
