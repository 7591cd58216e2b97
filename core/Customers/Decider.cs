using Engagement.Alerts;
using Engagement.Events;
using Engagement.Feedback;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;
using Engagement.Profile;

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
        var context = new DecisionContext(customer, catalogue.Defaults, input.Now, catalogue.Perform);
        switch (input)
        {
            case Input.EventArrived { Event: var e }:
                OnEvent(context, e, catalogue);
                break;
            case Input.FollowUpDue:
                OnDue(context, catalogue);
                break;
            case Input.AgentActed { Act: var act }:
                Perform(act, context, catalogue);
                break;
            default:
                throw new NotSupportedException($"No rule for {input.GetType().Name}.");
        }

        return Conclude(customer, context);
    }

    /// <summary>Lets the slice that knows a command do it.</summary>
    internal static void Perform(Command command, DecisionContext context, Catalogue catalogue)
    {
        switch (command)
        {
            case Send send:
                Sending.On(context, send, catalogue.Messages);
                break;
            case MessageAct act:
                MessageAct.On(context, act);
                break;
            case Raise raise:
                AlertDesk.On(context, raise);
                break;
            case AlertAct act:
                AlertDesk.On(context, act);
                break;
            case JourneyAct.SetTimeRight act:
                JourneyWaits.On(context, act, catalogue.Journeys);
                break;
            default:
                throw new NotSupportedException($"No rule for {command.GetType().Name}.");
        }
    }

    /// <summary>The slices in their order: each knows what those before it have concluded.</summary>
    static void OnEvent(DecisionContext context, CustomerEvent told, Catalogue catalogue)
    {
        // A source's clock may be ahead of ours. What it says of the future was said now, or it would beat all that is
        // said until then.
        var e = told.OccurredAt > context.Now ? told with { OccurredAt = context.Now } : told;
        ProfileUpdates.OnEvent(context, e);
        OrderHistory.OnEvent(context, e);
        Reviews.OnEvent(context, e);
        OrderHistory.Remember(context, e);
        MessageReports.OnEvent(context, e);
        Settlement.OnEvent(context, e, catalogue.Programmes);
        JourneyExits.OnEvent(context, e, catalogue.Journeys);
        JourneyWaits.OnEvent(context, e, catalogue.Journeys);
        JourneyEntries.OnEvent(context, e, catalogue.Journeys);
    }

    /// <summary>
    /// Does what is due in the order in which it became due, runs before lots at one instant. What the budget does not
    /// allow stays due, and the customer is woken again.
    /// </summary>
    static void OnDue(DecisionContext context, Catalogue catalogue)
    {
        while (context.StepsLeft > 0)
        {
            var run = JourneyWaits.FirstDue(context);
            var lot = Settlement.FirstDue(context);
            if (run is not null && !(lot?.MaturesAt < run.WakeAt))
            {
                JourneyWaits.Wake(context, run, catalogue.Journeys);
            }
            else if (lot is not null)
            {
                Settlement.Mature(context, lot);
            }
            else
            {
                break;
            }
        }
    }

    static Decision Conclude(Customer before, DecisionContext context)
    {
        if (context.Refusal is { } refusal)
        {
            return Decision.Nothing(before, refusal);
        }

        var (facts, effects) = context.Drain();
        return new(
            (Customer)context.Customer, facts, effects, Ledger.Entries(before.Points, facts, context.Now));
    }
}
