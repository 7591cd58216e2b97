using System.Text;
using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Orders;

namespace Engagement.Journeys;

/// <summary>Lets the customer into journeys that an event begins.</summary>
static class JourneyEntries
{
    public static void Hear(Turn turn, CustomerEvent e)
    {
        if (OrderBook.IsPartOfDelivery(turn, e))
        {
            return;
        }

        foreach (var journey in turn.Catalogue.JourneysOn(e.Type))
        {
            var scope = new Scope(turn.Customer, turn.Order(e.Data.Order), e.Type, e.Json);
            if (journey.Enabled && journey.When?.Holds(scope) != false)
            {
                Enter(turn, journey, e);
            }
        }
    }

    static void Enter(Turn turn, Journey journey, CustomerEvent e)
    {
        var occurrence = Occurrence(journey.Entry.Per, e);
        var entry = $"{journey.Id}:{occurrence}";
        if (IsUnderWay(turn.Customer, journey, entry, e.Data.Order))
        {
            // Nobody asks why a second parcel's event does not begin again what is still going on.
            return;
        }

        if (Objection(turn, journey, e, occurrence, entry) is { } objection)
        {
            turn.Add(new Fact.JourneyDeclined(journey.Id, journey.Version, objection));
            return;
        }

        var again = journey.Entry.Again;
        var entered = new Fact.JourneyEntered(
            again ? $"{entry}@{e.Key.Source}/{e.Key.Id}" : entry,
            journey.Id,
            journey.Version,
            e.Data.Order,
            e.Type,
            Encoding.UTF8.GetString(e.Json.Span),
            again || journey.Entry.Per == OncePer.Event);
        var mark = turn.Mark;
        turn.Add(entered);
        new JourneyWalk(turn, journey, entered.Entry, e.Json).From(journey.Steps[0].Id);
        if (JourneyRuns.Find(turn.Customer, entered.Entry) is null)
        {
            turn.Amend(mark, entered with { Trigger = null });
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

    static bool IsUnderWay(Customer customer, Journey journey, string entry, string? orderId)
    {
        foreach (var run in customer.Runs)
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

    static string? Objection(Turn turn, Journey journey, CustomerEvent e, string? occurrence, string entry)
    {
        if (occurrence is null)
        {
            return $"The event names no {(journey.Entry.Per == OncePer.Order ? "order" : "review")}.";
        }

        if (journey.Trigger.Within is { } within && within.After(e.OccurredAt, turn.Zone) < turn.Now)
        {
            return "The event came too late to begin anything.";
        }

        if (turn.Customer.Finished.Contains(entry))
        {
            return "It has been through this journey before.";
        }

        if (journey.Entry.Per == OncePer.Order
            && turn.Order(e.Data.Order) is { } order
            && OrderBook.IsForgotten(turn.Customer, order))
        {
            return "The order is too long ago to begin anything.";
        }

        if (JourneyExits.AlreadyPassed(journey.Exit, e.Type, turn.Order(e.Data.Order)) is { } exit)
        {
            return $"{exit} had come before.";
        }

        return turn.Customer.Runs.Length >= Customer.RunsMax
            ? $"{Customer.RunsMax} journeys are under way already."
            : null;
    }
}
