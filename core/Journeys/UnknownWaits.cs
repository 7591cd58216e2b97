using System.Text;
using Engagement.Customers;
using Engagement.Definitions;

namespace Engagement.Journeys;

/// <summary>Runs that rest until something is known that may never be.</summary>
public static class UnknownWaits
{
    /// <summary>The field that a run waits for and nobody knows, such as <c>order.promisedAt</c>, or null.</summary>
    public static string? Of(Customer customer, JourneyRun run, Catalogue catalogue) =>
        catalogue.Journey(run.Journey, run.Version)?.Step(run.Step) is Step.Wait { Until: { } until }
        && !Knows(customer, run, until.Field) ? until.Field.Path : null;

    /// <summary>Runs of the customer that wait so.</summary>
    public static int Count(Customer customer, Catalogue catalogue)
    {
        var count = 0;
        foreach (var run in customer.Runs)
        {
            count += Of(customer, run, catalogue) is null ? 0 : 1;
        }

        return count;
    }

    static bool Knows(Customer customer, JourneyRun run, Field field)
    {
        var order = customer.Orders.FirstOrDefault(order => order.Id == run.OrderId);
        var trigger = run.Trigger is { } json ? Encoding.UTF8.GetBytes(json) : [];
        return field.Read(new(customer, order, run.EventType, trigger)).AsInstant().Kind == ValueKind.Instant;
    }
}
