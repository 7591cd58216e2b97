using Engagement.Definitions;
using Engagement.Events;
using Engagement.Orders;
using Engagement.Time;

namespace Engagement.Loyalty;

/// <summary>
/// Points follow from what an order has been through, not from the order in which we heard of it: after every event the
/// lots are settled against the order as it now is. So no sequence of events pays twice or takes too much.
/// </summary>
static class Settlement
{
    public static void OnEvent(DecisionContext context, CustomerEvent e, DefinitionSet<Programme> programmes)
    {
        if (context.Of<OrderBook>().Find(e.Data.Order) is not { } order)
        {
            return;
        }

        if (e.Data is EventData.OrderPlaced)
        {
            Earn(context, e, order, programmes);
        }

        foreach (var lot in context.Of<PointsAccount>().Lots)
        {
            if (lot.OrderId == order.Id && programmes.Find(lot.Programme, lot.Version) is { } programme)
            {
                Schedule(context, programme, lot, order);
                TakeBack(context, programme, lot, order, Occurrence(e.Data));
            }
        }
    }

    /// <summary>The lot that matures first, if one is due.</summary>
    public static PointsLot? FirstDue(DecisionContext context)
    {
        PointsLot? first = null;
        foreach (var lot in context.Of<PointsAccount>().Lots)
        {
            if (lot.MaturesAt <= context.Now && !(first?.MaturesAt <= lot.MaturesAt))
            {
                first = lot;
            }
        }

        return first;
    }

    public static void Mature(DecisionContext context, PointsLot lot)
    {
        context.Spend();
        context.Add(new LoyaltyFact.PointsMatured(lot.Id, lot.Pending));
    }

    static void Earn(DecisionContext context, CustomerEvent e, Order order, DefinitionSet<Programme> programmes)
    {
        // An order that comes back after we forgot it has earned before.
        if (order.Total is not { } total || context.Of<OrderBook>().IsForgotten(order))
        {
            return;
        }

        foreach (var programme in programmes.InForce)
        {
            var id = $"{programme.Id}:{order.Id}";
            var account = context.Of<PointsAccount>();
            if (!programme.Enabled
                || account.Holds(id)
                || Earned(programme, new(context.Customer, order, e.Type, e.Json), total) is not (> 0 and var points))
            {
                continue;
            }

            context.Add(account.PendingLots < PointsAccount.PendingLotsMax
                ? new LoyaltyFact.PointsEarned(id, programme.Id, programme.Version, order.Id, points)
                : new LoyaltyFact.PointsDeclined(
                    programme.Id, programme.Version, order.Id, points, "Too many orders have points pending."));
        }
    }

    static long Earned(Programme programme, in Scope scope, Money total)
    {
        foreach (var rule in programme.Earn)
        {
            if ((rule.Currency is null || rule.Currency == total.Currency) && rule.When?.Holds(scope) != false)
            {
                return rule.For(total);
            }
        }

        return 0;
    }

    static void Schedule(DecisionContext context, Programme programme, PointsLot lot, Order order)
    {
        // The window counts exact days: when points mature must not hang on the zone we know the customer in.
        if (lot.Pending > 0
            && order.DeliveredAt is { } delivered
            && programme.PendingFor.After(delivered, LocalZone.Utc) is var matures
            && matures != lot.MaturesAt)
        {
            context.Add(new LoyaltyFact.PointsScheduled(lot.Id, matures));
        }
    }

    static void TakeBack(DecisionContext context, Programme programme, PointsLot lot, Order order, string occurrence)
    {
        var taken = lot.Earned - lot.Pending - lot.Available;
        var more = Clawback.Owed(programme, lot, order) - taken;
        if (more > 0)
        {
            var fromPending = Math.Min(more, lot.Pending);
            context.Add(new LoyaltyFact.PointsClawedBack(
                lot.Id, occurrence, fromPending, Math.Min(more - fromPending, lot.Available)));
        }
    }

    /// <summary>
    /// Names what takes points back; a refund that we heard of before the order counts when that comes.
    /// </summary>
    static string Occurrence(EventData data) => data switch
    {
        EventData.ReturnReceived received => $"return:{received.ReturnId}",
        EventData.RefundIssued refund => $"refund:{refund.RefundId}",
        EventData.OrderCancelled => "cancelled",
        _ => "placed-late",
    };
}
