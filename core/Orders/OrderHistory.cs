using Engagement.Events;

namespace Engagement.Orders;

/// <summary>
/// What the customer's orders have been through. Any event may be the first we hear of an order, and each is judged by
/// its own time.
/// </summary>
static class OrderHistory
{
    public static void OnEvent(DecisionContext context, CustomerEvent e)
    {
        var at = e.OccurredAt;
        switch (e.Data)
        {
            case EventData.OrderPlaced placed:
                Place(context, placed, at);
                break;
            case EventData.OrderPaid paid:
                context.Learn(new OrderFact.OrderPaid(paid.OrderId, at));
                break;
            case EventData.OrderCancelled cancelled:
                context.Learn(new OrderFact.OrderCancelled(cancelled.OrderId, at));
                break;
            case EventData.ReturnRequested asked:
                context.Learn(new OrderFact.ReturnRequested(asked.OrderId, asked.ReturnId, at));
                break;
            case EventData.ReturnReceived received:
                context.Learn(new OrderFact.ReturnReceived(received.OrderId, received.ReturnId, at, received.Amount));
                break;
            case EventData.RefundIssued refund:
                context.Learn(new OrderFact.Refunded(refund.OrderId, refund.RefundId, refund.Amount, at));
                break;
            default:
                Ship(context, e.Data, at);
                break;
        }
    }

    /// <summary>
    /// Remembers that such an event on its order has come, where nothing that was concluded from it says so.
    /// </summary>
    public static void Remember(DecisionContext context, CustomerEvent e)
    {
        if (e.Data is not EventData.ShipmentDelivered
            && e.Data.Order is { } id
            && (context.Of<OrderBook>().Find(id) is not { } order || !HasHeard(order, e.Type)))
        {
            context.Learn(new OrderFact.OrderMentioned(id, e.Type));
        }
    }

    /// <summary>
    /// Whether an event tells of a parcel that arrived while others of its order are still awaited. For journeys the
    /// order is not delivered by that.
    /// </summary>
    public static bool IsPartOfDelivery(DecisionContext context, CustomerEvent e) =>
        e.Data is EventData.ShipmentDelivered delivered
        && context.Of<OrderBook>().Find(delivered.OrderId) is { DeliveredAt: null };

    /// <summary>Whether an event of this type on the order has come, whenever it says that it happened.</summary>
    public static bool HasHeard(Order order, string type) => type switch
    {
        "order.placed" => order.PlacedAt is not null,
        "order.paid" => order.PaidAt is not null,
        "order.cancelled" => order.CancelledAt is not null,
        "shipment.delivered" => order.DeliveredAt is not null,
        "review.submitted" => order.RatedAt is not null,
        "return.requested" => order.ReturnRequestedAt is not null,
        "return.received" => order.ReturnReceivedAt is not null,
        "refund.issued" => order.Refunded is not null,
        _ => order.Heard?.Contains(type) == true,
    };

    /// <summary>Whether all that was paid was paid back.</summary>
    public static bool IsRefundedInFull(Order order) => order.Refunded is { Amount: > 0 } refunded
        && (order.Whole
            || (order.Total is { } total && total.Currency == refunded.Currency && refunded.Amount >= total.Amount));

    static void Place(DecisionContext context, EventData.OrderPlaced placed, DateTimeOffset at)
    {
        if (context.Of<OrderBook>().Find(placed.OrderId)?.PlacedAt is null)
        {
            context.Add(new OrderFact.OrderPlaced(placed.OrderId, at, placed.Total, placed.Items, placed.PromisedAt));
        }
        else
        {
            Promise(context, placed.OrderId, placed.PromisedAt, at);
        }
    }

    static void Ship(DecisionContext context, EventData data, DateTimeOffset at)
    {
        switch (data)
        {
            case EventData.ShipmentCreated s:
                context.Learn(
                    new OrderFact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Created, at, s.TrackingUrl));
                Promise(context, s.OrderId, s.PromisedAt, at);
                break;
            case EventData.ShipmentInTransit s:
                context.Learn(new OrderFact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.InTransit, at));
                break;
            case EventData.ShipmentDelayed s:
                context.Learn(new OrderFact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Delayed, at));
                Promise(context, s.OrderId, s.PromisedAt, at);
                break;
            case EventData.ShipmentOutForDelivery s:
                context.Learn(new OrderFact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.OutForDelivery, at));
                break;
            case EventData.ShipmentLost s:
                context.Learn(new OrderFact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Lost, at));
                break;
            case EventData.ShipmentDelivered s:
                context.Learn(new OrderFact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Delivered, at));
                break;
        }
    }

    static void Promise(DecisionContext context, string orderId, DateTimeOffset? promisedAt, DateTimeOffset at)
    {
        if (promisedAt is { } promised)
        {
            context.Learn(new OrderFact.PromiseMoved(orderId, promised, at));
        }
    }
}
