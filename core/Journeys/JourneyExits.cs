using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Orders;

namespace Engagement.Journeys;

/// <summary>Ends runs in the same turn as the event that makes them pointless, whatever they are waiting for.</summary>
static class JourneyExits
{
    public static void Hear(Turn turn, CustomerEvent e)
    {
        if (OrderBook.IsPartOfDelivery(turn, e))
        {
            return;
        }

        foreach (var run in turn.Customer.Runs)
        {
            if (IsAbout(run, e)
                && turn.Catalogue.Journey(run.Journey, run.Version) is { } journey
                && journey.Exit.Contains(e.Type))
            {
                turn.Add(new Fact.JourneyLeft(run.Entry, $"{e.Type} came."));
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
            if (exit != trigger && OrderBook.HasHeard(order, exit))
            {
                return exit;
            }
        }

        return null;
    }
}
