using System.Text;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Orders;
using Engagement.Profile;

namespace Engagement.Journeys;

/// <summary>Lets the customer into journeys that an event begins.</summary>
static class JourneyEntries
{
    public static void OnEvent(DecisionContext context, CustomerEvent e, PublishedJourneys published)
    {
        if (OrderHistory.IsPartOfDelivery(context, e))
        {
            return;
        }

        foreach (var journey in published.On(e.Type))
        {
            var scope = new Scope(context.Customer, context.Of<OrderBook>().Find(e.Data.Order), e.Type, e.Json);
            if (journey.Enabled && journey.When?.Holds(scope) != false)
            {
                Enter(context, journey, e);
            }
        }
    }

    static void Enter(DecisionContext context, Journey journey, CustomerEvent e)
    {
        var occurrence = Occurrence(journey.Entry.Per, e);
        var entry = $"{journey.Id}:{occurrence}";
        if (IsUnderWay(context.Of<JourneyRuns>(), journey, entry, e.Data.Order))
        {
            // Nobody asks why a second parcel's event does not begin again what is still going on.
            return;
        }

        if (BlockReason(context, journey, e, occurrence, entry) is { } objection)
        {
            context.Add(new JourneyFact.JourneyDeclined(journey.Id, journey.Version, objection));
            return;
        }

        var again = journey.Entry.Again;
        var entered = new JourneyFact.JourneyEntered(
            again ? $"{entry}@{e.Key.Source}/{e.Key.Id}" : entry,
            journey.Id,
            journey.Version,
            e.Data.Order,
            e.Type,
            Encoding.UTF8.GetString(e.Json.Span),
            again || journey.Entry.Per == OncePer.Event);
        var mark = context.Mark;
        context.Add(entered);
        new JourneyWalk(context, journey, entered.Entry) { Trigger = e.Json }.From(journey.Steps[0].Id);
        if (context.Of<JourneyRuns>().Find(entered.Entry) is null)
        {
            context.Amend(mark, entered with { Trigger = null });
        }
    }

    static string? Occurrence(OncePer per, CustomerEvent e) => per switch
    {
        OncePer.Order => e.Data.Order,
        OncePer.Review => (e.Data as EventData.ReviewSubmitted)?.ReviewId,
        OncePer.Event => $"{e.Key.Source}/{e.Key.Id}",
        OncePer.Customer => JourneyRuns.Once,
        _ => throw new NotSupportedException($"No way to enter once per {per}."),
    };

    static bool IsUnderWay(JourneyRuns runs, Journey journey, string entry, string? orderId)
    {
        foreach (var run in runs.Runs)
        {
            if (run.Entry == entry
                || (journey.Entry.Again
                    && run.Journey == journey.Id
                    && (journey.Entry.Per == OncePer.Customer || run.OrderId == orderId)))
            {
                return true;
            }
        }

        return false;
    }

    static string? BlockReason(
        DecisionContext context, Journey journey, CustomerEvent e, string? occurrence, string entry)
    {
        if (occurrence is null)
        {
            return $"The event names no {(journey.Entry.Per == OncePer.Order ? "order" : "review")}.";
        }

        var zone = context.Of<CustomerProfile>().Zone(context.Defaults);
        if (journey.Trigger.Within is { } within && within.After(e.OccurredAt, zone) < context.Now)
        {
            return "The event came too late to begin anything.";
        }

        if (context.Of<JourneyRuns>().Finished.Contains(entry))
        {
            return "It has been through this journey before.";
        }

        if (journey.Entry.Per == OncePer.Order
            && context.Of<OrderBook>() is var book
            && book.Find(e.Data.Order) is { } order
            && book.IsForgotten(order))
        {
            return "The order is too long ago to begin anything.";
        }

        if (JourneyExits.AlreadyPassed(journey.Exit, e.Type, context.Of<OrderBook>().Find(e.Data.Order)) is { } exit)
        {
            return $"{exit} had come before.";
        }

        return context.Of<JourneyRuns>().Runs.Length >= JourneyRuns.RunsMax
            ? $"{JourneyRuns.RunsMax} journeys are under way already."
            : null;
    }
}
