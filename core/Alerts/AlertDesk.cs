using System.Security.Cryptography;
using System.Text;
using Engagement.Customers;

namespace Engagement.Alerts;

/// <summary>Alerts of one customer: raised by rules, claimed, released, noted and resolved by agents.</summary>
static partial class AlertDesk
{
    /// <summary>Characters of a note or a resolution.</summary>
    public const int TextMax = 4_000;

    /// <summary>Who resolves an alert that had to make room.</summary>
    public const string System = "engagement";

    public static Decision Act(Turn turn, AlertAct act)
    {
        if (Find(turn.Customer, act.AlertId) is not { } alert)
        {
            return turn.Refused($"No alert '{act.AlertId}' is open: it was resolved before, or never raised.");
        }

        if (Objection(alert, act) is { } objection)
        {
            return turn.Refused(objection);
        }

        switch (act)
        {
            case AgentAct.Claim when alert.ClaimedBy == act.Agent:
                // A second click is no second act.
                break;
            case AgentAct.Claim:
                turn.Add(new Fact.AlertClaimed(alert.Id, act.Agent));
                Tell(turn, alert, new FeedItem.Claimed(alert.Id, turn.Now, act.Agent));
                break;
            case AgentAct.TakeOver:
                turn.Add(new Fact.AlertClaimed(alert.Id, act.Agent, alert.ClaimedBy));
                Tell(turn, alert, new FeedItem.Claimed(alert.Id, turn.Now, act.Agent, alert.ClaimedBy));
                break;
            case AgentAct.Release:
                turn.Add(new Fact.AlertReleased(alert.Id, act.Agent));
                Tell(turn, alert, new FeedItem.Released(alert.Id, turn.Now, act.Agent));
                break;
            case AgentAct.Resolve resolve:
                Resolve(turn, alert, act.Agent, resolve.Resolution);
                break;
            case AgentAct.Note { NoteId: { } id } when alert.NoteIds?.Contains(id) is true:
                // Its answer was lost, and it is sent again.
                break;
            case AgentAct.Note note:
                turn.Add(new Fact.AlertNoted(alert.Id, act.Agent, note.Text, note.NoteId));
                Tell(turn, alert, new FeedItem.Noted(alert.Id, turn.Now, act.Agent, note.Text));
                break;
            default:
                throw new NotSupportedException($"No rule for {act.GetType().Name}.");
        }

        return turn.Decision();
    }

    /// <summary>Raises an alert and puts it before the agents.</summary>
    /// <param name="key">The effect's key; the alert's id follows from it.</param>
    public static void Raise(Turn turn, string key, FeedItem.Raised raised)
    {
        if (turn.Customer.Alerts.Length >= Customer.AlertsMax)
        {
            Resolve(turn, turn.Customer.Alerts[0], System, $"More than {Customer.AlertsMax} alerts are open.");
        }

        turn.Add(new Fact.AlertRaised(raised.AlertId, raised.Severity, raised.Rule, raised.Reason, raised.At));
        turn.Do(new Effect.TellAgents(key, raised));
    }

    public static string IdOf(string customerId, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{customerId}\n{key}"));
        return $"al_{Convert.ToHexStringLower(hash.AsSpan(0, 10))}";
    }

    static void Resolve(Turn turn, OpenAlert alert, string agent, string? resolution)
    {
        turn.Add(new Fact.AlertResolved(alert.Id, agent, resolution));
        Tell(turn, alert, new FeedItem.Resolved(alert.Id, turn.Now, agent, resolution));
    }

    /// <summary>Each line about an alert has a number of its own, so that the feed takes it once.</summary>
    static void Tell(Turn turn, OpenAlert alert, FeedItem item) =>
        turn.Do(new Effect.TellAgents($"{alert.Id}/{alert.Acts + 1}", item));

    static string? Objection(OpenAlert alert, AlertAct act) => act switch
    {
        AgentAct.Claim or AgentAct.Resolve or AgentAct.Release
            when alert.ClaimedBy is { } other && other != act.Agent =>
            $"{other} has this alert. Take it over first.",
        AgentAct.Release or AgentAct.TakeOver when alert.ClaimedBy is null => "Nobody has this alert.",
        AgentAct.TakeOver when alert.ClaimedBy == act.Agent => "You have this alert.",
        AgentAct.TakeOver take when alert.ClaimedBy != take.From =>
            $"{alert.ClaimedBy} has this alert by now, and no longer {take.From}.",
        AgentAct.Note { Text: var text } when string.IsNullOrWhiteSpace(text) => "The note is empty.",
        AgentAct.Note { Text.Length: > TextMax } => $"The note is longer than {TextMax} characters.",
        AgentAct.Resolve { Resolution.Length: > TextMax } => $"The resolution is longer than {TextMax} characters.",
        _ => null,
    };
}
