using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Orders;
using Engagement.Time;

namespace Engagement.Loyalty;

/// <summary>
/// Points follow from what an order has been through, not from the order in which we heard of it: after every event the
/// lots are settled against the order as it now is. So no sequence of events pays twice or takes too much.
/// </summary>
static partial class Points
{
    public static void Settle(Turn turn, CustomerEvent e)
    {
        if (turn.Order(e.Data.Order) is not { } order)
        {
            return;
        }

        if (e.Data is EventData.OrderPlaced)
        {
            Earn(turn, e, order);
        }

        foreach (var lot in turn.Customer.Lots)
        {
            if (lot.OrderId == order.Id && turn.Catalogue.Programme(lot.Programme, lot.Version) is { } programme)
            {
                Schedule(turn, programme, lot, order);
                TakeBack(turn, programme, lot, order, Occurrence(e.Data));
            }
        }
    }

    /// <summary>The lot that matures first, if one is due.</summary>
    public static PointsLot? FirstDue(Turn turn)
    {
        PointsLot? first = null;
        foreach (var lot in turn.Customer.Lots)
        {
            if (lot.MaturesAt <= turn.Now && !(first?.MaturesAt <= lot.MaturesAt))
            {
                first = lot;
            }
        }

        return first;
    }

    public static void Mature(Turn turn, PointsLot lot)
    {
        turn.Spend();
        turn.Add(new Fact.PointsMatured(lot.Id, lot.Pending));
    }

    static void Earn(Turn turn, CustomerEvent e, Order order)
    {
        // An order that comes back after we forgot it has earned before.
        if (order.Total is not { } total || OrderBook.IsForgotten(turn.Customer, order))
        {
            return;
        }

        foreach (var programme in turn.Catalogue.Programmes)
        {
            var id = $"{programme.Id}:{order.Id}";
            if (!programme.Enabled
                || turn.Customer.Lots.Any(lot => lot.Id == id)
                || Earned(programme, new(turn.Customer, order, e.Type, e.Json), total) is not (> 0 and var points))
            {
                continue;
            }

            turn.Add(CountPending(turn.Customer.Lots) < Customer.PendingLotsMax
                ? new Fact.PointsEarned(id, programme.Id, programme.Version, order.Id, points)
                : new Fact.PointsDeclined(
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

    static void Schedule(Turn turn, Programme programme, PointsLot lot, Order order)
    {
        // The window counts exact days: when points mature must not hang on the zone we know the customer in.
        if (lot.Pending > 0
            && order.DeliveredAt is { } delivered
            && programme.PendingFor.After(delivered, LocalZone.Utc) is var matures
            && matures != lot.MaturesAt)
        {
            turn.Add(new Fact.PointsScheduled(lot.Id, matures));
        }
    }

    static void TakeBack(Turn turn, Programme programme, PointsLot lot, Order order, string occurrence)
    {
        var taken = lot.Earned - lot.Pending - lot.Available;
        var more = Clawback.Owed(programme, lot, order) - taken;
        if (more > 0)
        {
            var fromPending = Math.Min(more, lot.Pending);
            turn.Add(new Fact.PointsClawedBack(
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
