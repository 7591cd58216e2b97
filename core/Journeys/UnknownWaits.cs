using System.Text;
using Engagement.Definitions;
using Engagement.Orders;

namespace Engagement.Journeys;

/// <summary>Runs that rest until something is known that may never be.</summary>
public static class UnknownWaits
{
    /// <summary>The field that a run waits for and nobody knows, such as <c>order.promisedAt</c>, or null.</summary>
    public static string? Of(ICustomer customer, JourneyRun run, PublishedJourneys published) =>
        published.Find(run.Journey, run.Version)?.Step(run.Step)?.Awaited is { } awaited
        && !Knows(customer, run, awaited) ? awaited.Path : null;

    /// <summary>Runs of the customer that wait so.</summary>
    public static int Count(ICustomer customer, PublishedJourneys published)
    {
        var count = 0;
        foreach (var run in customer.Of<JourneyRuns>().Runs)
        {
            count += Of(customer, run, published) is null ? 0 : 1;
        }

        return count;
    }

    static bool Knows(ICustomer customer, JourneyRun run, Field field)
    {
        var trigger = run.Trigger is { } json ? Encoding.UTF8.GetBytes(json) : [];
        var scope = new Scope(customer, customer.Of<OrderBook>().Find(run.OrderId), run.EventType, trigger);
        return field.Read(scope).AsInstant().Kind == ValueKind.Instant;
    }
}
