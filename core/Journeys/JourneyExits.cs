using System.Collections.Immutable;
using Engagement.Events;
using Engagement.Orders;

namespace Engagement.Journeys;

/// <summary>Ends runs in the same turn as the event that makes them pointless, whatever they are waiting for.</summary>
static class JourneyExits
{
    public static void OnEvent(DecisionContext context, CustomerEvent e, PublishedJourneys published)
    {
        if (OrderHistory.IsPartOfDelivery(context, e))
        {
            return;
        }

        foreach (var run in context.Of<JourneyRuns>().Runs)
        {
            if (IsAbout(run, e)
                && published.Find(run.Journey, run.Version) is { } journey
                && journey.Exit.Contains(e.Type))
            {
                context.Add(new JourneyFact.JourneyLeft(run.Entry, $"{e.Type} came."));
            }
        }
    }

    /// <summary>A run about an order hears what concerns that order; any other run hears everything.</summary>
    public static bool IsAbout(JourneyRun run, CustomerEvent e) =>
        run.OrderId is null || run.OrderId == e.Data.Order;

    /// <summary>
    /// The first exit that an order has already passed, for events that come in the wrong order. The trigger's own type
    /// is none: it is what lets the customer in.
    /// </summary>
    public static string? AlreadyPassed(ImmutableArray<string> exits, string trigger, Order? order)
    {
        if (order is null)
        {
            return null;
        }

        foreach (var exit in exits)
        {
            if (exit != trigger && OrderHistory.HasHeard(order, exit))
            {
                return exit;
            }
        }

        return null;
    }
}
