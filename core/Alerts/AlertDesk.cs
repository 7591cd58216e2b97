using System.Security.Cryptography;
using System.Text;
using Engagement.Profile;

namespace Engagement.Alerts;

/// <summary>Alerts of one customer: raised by rules, claimed, released, noted and resolved by agents.</summary>
static class AlertDesk
{
    /// <summary>Characters of a note or a resolution.</summary>
    public const int TextMax = 4_000;

    public static void On(DecisionContext context, AlertAct act)
    {
        if (context.Of<OpenAlerts>().Find(act.AlertId) is not { } alert)
        {
            context.Refuse($"No alert '{act.AlertId}' is open: it was resolved before, or never raised.");
        }
        else if (BlockReason(alert, act) is { } objection)
        {
            context.Refuse(objection);
        }
        else
        {
            Act(context, alert, act);
        }
    }

    static void Act(DecisionContext context, OpenAlert alert, AlertAct act)
    {
        switch (act)
        {
            case AlertAct.Claim when alert.ClaimedBy == act.Agent:
                // A second click is no second act.
                break;
            case AlertAct.Claim:
                context.Add(new AlertFact.AlertClaimed(alert.Id, act.Agent));
                Tell(context, alert, new FeedItem.Claimed(alert.Id, context.Now, act.Agent));
                break;
            case AlertAct.TakeOver:
                context.Add(new AlertFact.AlertClaimed(alert.Id, act.Agent, alert.ClaimedBy));
                Tell(context, alert, new FeedItem.Claimed(alert.Id, context.Now, act.Agent, alert.ClaimedBy));
                break;
            case AlertAct.Release:
                context.Add(new AlertFact.AlertReleased(alert.Id, act.Agent));
                Tell(context, alert, new FeedItem.Released(alert.Id, context.Now, act.Agent));
                break;
            case AlertAct.Resolve resolve:
                Resolve(context, alert, act.Agent, resolve.Resolution);
                break;
            case AlertAct.Note { NoteId: { } id } when alert.NoteIds?.Contains(id) is true:
                // Its answer was lost, and it is sent again.
                break;
            case AlertAct.Note note:
                context.Add(new AlertFact.AlertNoted(alert.Id, act.Agent, note.Text, note.NoteId));
                Tell(context, alert, new FeedItem.Noted(alert.Id, context.Now, act.Agent, note.Text));
                break;
            default:
                throw new NotSupportedException($"No rule for {act.GetType().Name}.");
        }
    }

    /// <summary>Raises an alert and puts it before the agents.</summary>
    public static void On(DecisionContext context, Raise raise)
    {
        var open = context.Of<OpenAlerts>().Alerts;
        if (open.Length >= OpenAlerts.AlertsMax)
        {
            Resolve(context, open[0], AgentAct.System, $"More than {OpenAlerts.AlertsMax} alerts are open.");
        }

        var raised = new FeedItem.Raised(
            IdOf(context.Customer.Id, raise.Key),
            context.Now,
            raise.Severity,
            raise.Title,
            raise.Reason,
            raise.Rule,
            context.Of<CustomerProfile>().Contact.Name,
            raise.OrderId,
            raise.Rating,
            raise.Quote);
        context.Add(new AlertFact.AlertRaised(
            raised.AlertId, raised.Severity, raised.Rule, raised.Reason, raised.At));
        context.Do(new TellAgents(raise.Key, raised));
    }

    public static string IdOf(string customerId, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{customerId}\n{key}"));
        return $"al_{Convert.ToHexStringLower(hash.AsSpan(0, 10))}";
    }

    static void Resolve(DecisionContext context, OpenAlert alert, string agent, string? resolution)
    {
        context.Add(new AlertFact.AlertResolved(alert.Id, agent, resolution));
        Tell(context, alert, new FeedItem.Resolved(alert.Id, context.Now, agent, resolution));
    }

    /// <summary>Each line about an alert has a number of its own, so that the feed takes it once.</summary>
    static void Tell(DecisionContext context, OpenAlert alert, FeedItem item) =>
        context.Do(new TellAgents($"{alert.Id}/{alert.Acts + 1}", item));

    static string? BlockReason(OpenAlert alert, AlertAct act) => act switch
    {
        AlertAct.Claim or AlertAct.Resolve or AlertAct.Release
            when alert.ClaimedBy is { } other && other != act.Agent =>
            $"{other} has this alert. Take it over first.",
        AlertAct.Release or AlertAct.TakeOver when alert.ClaimedBy is null => "Nobody has this alert.",
        AlertAct.TakeOver when alert.ClaimedBy == act.Agent => "You have this alert.",
        AlertAct.TakeOver take when alert.ClaimedBy != take.From =>
            $"{alert.ClaimedBy} has this alert by now, and no longer {take.From}.",
        AlertAct.Note { Text: var text } when string.IsNullOrWhiteSpace(text) => "The note is empty.",
        AlertAct.Note { Text.Length: > TextMax } => $"The note is longer than {TextMax} characters.",
        AlertAct.Resolve { Resolution.Length: > TextMax } => $"The resolution is longer than {TextMax} characters.",
        _ => null,
    };
}
