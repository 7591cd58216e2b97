using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Events;

namespace Engagement.Customers;

/// <summary>Step 3: decides. Start reading here. Every behaviour of the product is a branch of <see cref="Decide"/>.</summary>
public static class Decider
{
    /// <summary>What follows from one input. Pure and total: the same arguments always give the same decision.</summary>
    public static Decision Decide(Customer customer, Input input, Catalogue catalogue) => input switch
    {
        Input.EventArrived { Event: { Data: EventData.OrderPlaced data } e } => OrderPlaced(data, e),
        Input.EventArrived => Decision.Nothing,
        Input.FollowUpDue => Decision.Nothing,
        Input.AgentActed => Decision.Refused($"No alert is open under revision {catalogue.Revision}."),
        _ => throw new NotSupportedException($"No rule for {input.GetType().Name}."),
    };

    static Decision OrderPlaced(EventData.OrderPlaced order, CustomerEvent e)
    {
        var placed = new Fact.OrderPlaced(order.OrderId, e.OccurredAt, order.Total, order.Items, order.PromisedAt);
        ImmutableArray<Fact> facts = order.Contact is { } contact
            ? [new Fact.ProfileChanged(contact), placed]
            : [placed];
        return new(facts, []);
    }
}
