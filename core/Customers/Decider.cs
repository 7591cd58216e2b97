using Engagement.Alerts;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Feedback;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;

namespace Engagement.Customers;

/// <summary>
/// Step 3: decides. Start reading here. Every behaviour of the product is called from <see cref="Decide"/>.
/// </summary>
public static class Decider
{
    /// <summary>
    /// What follows from one input. Pure and total: the same arguments always give the same decision.
    /// </summary>
    public static Decision Decide(Customer customer, Input input, Catalogue catalogue)
    {
        var turn = new Turn(customer, input.Now, catalogue);
        return input switch
        {
            Input.EventArrived { Event: var e } => EventArrived(turn, e),
            Input.FollowUpDue => FollowUpDue(turn),
            Input.AgentActed { Act: var act } => Acted(turn, act),
            _ => throw new NotSupportedException($"No rule for {input.GetType().Name}."),
        };
    }

    static Decision Acted(Turn turn, AgentAct act)
    {
        switch (act)
        {
            case AlertAct alert:
                return AlertDesk.Act(turn, alert);
            case AgentAct.LiftSuppression lift:
                return SuppressedAddresses.Lift(turn, lift);
            case AgentAct.Redirect redirect:
                turn.Learn(new Fact.LetterRedirected(redirect.Key, redirect.To));
                return turn.Decision();
            case AgentAct.RetryEffect retry:
                turn.Add(new Fact.EffectRetried(retry.Key, retry.Agent));
                return turn.Decision();
            case AgentAct.DismissEffect dismiss:
                turn.Add(new Fact.EffectDismissed(dismiss.Key, dismiss.Agent));
                return turn.Decision();
            case AgentAct.SetTimeRight right:
                JourneyWaits.SetRight(turn, right.Runs, by: right.Stood - turn.Now);
                return turn.Decision();
            default:
                throw new NotSupportedException($"No rule for {act.GetType().Name}.");
        }
    }

    /// <summary>First what we now know, then what that means for points, then for journeys.</summary>
    static Decision EventArrived(Turn turn, CustomerEvent told)
    {
        // A source's clock may be ahead of ours. What it says of the future was said now, or it would beat all that is
        // said until then.
        var e = told.OccurredAt > turn.Now ? told with { OccurredAt = turn.Now } : told;
        Profile.Hear(turn, e);
        OrderBook.Hear(turn, e);
        Reviews.Hear(turn, e);
        OrderBook.Remember(turn, e);
        MessageReports.Hear(turn, e);
        Points.Settle(turn, e);
        JourneyExits.Hear(turn, e);
        JourneyWaits.Hear(turn, e);
        JourneyEntries.Hear(turn, e);
        return turn.Decision();
    }

    /// <summary>
    /// Does what is due in the order in which it became due, runs before lots at one instant. What the turn's budget
    /// does not allow stays due, and the customer is woken again.
    /// </summary>
    static Decision FollowUpDue(Turn turn)
    {
        while (turn.StepsLeft > 0)
        {
            var run = JourneyWaits.FirstDue(turn);
            var lot = Points.FirstDue(turn);
            if (run is not null && !(lot?.MaturesAt < run.WakeAt))
            {
                JourneyWaits.Wake(turn, run);
            }
            else if (lot is not null)
            {
                Points.Mature(turn, lot);
            }
            else
            {
                break;
            }
        }

        return turn.Decision();
    }
}
