using Engagement.Customers;
using Engagement.Events;

namespace Engagement.Orders;

/// <summary>
/// What the customer's orders have been through. Any event may be the first we hear of an order, and each is judged by
/// its own time.
/// </summary>
static partial class OrderBook
{
    public static Order? Find(Customer customer, string id)
    {
        foreach (var order in customer.Orders)
        {
            if (order.Id == id)
            {
                return order;
            }
        }

        return null;
    }

    public static void Hear(Turn turn, CustomerEvent e)
    {
        var at = e.OccurredAt;
        switch (e.Data)
        {
            case EventData.OrderPlaced placed:
                Place(turn, placed, at);
                break;
            case EventData.OrderPaid paid:
                turn.Learn(new Fact.OrderPaid(paid.OrderId, at));
                break;
            case EventData.OrderCancelled cancelled:
                turn.Learn(new Fact.OrderCancelled(cancelled.OrderId, at));
                break;
            case EventData.ReturnRequested asked:
                turn.Learn(new Fact.ReturnRequested(asked.OrderId, asked.ReturnId, at));
                break;
            case EventData.ReturnReceived received:
                turn.Learn(new Fact.ReturnReceived(received.OrderId, received.ReturnId, at, received.Amount));
                break;
            case EventData.RefundIssued refund:
                turn.Learn(new Fact.Refunded(refund.OrderId, refund.RefundId, refund.Amount, at));
                break;
            default:
                Ship(turn, e.Data, at);
                break;
        }
    }

    /// <summary>
    /// Remembers that such an event on its order has come, where nothing that was concluded from it says so.
    /// </summary>
    public static void Remember(Turn turn, CustomerEvent e)
    {
        if (e.Data is not EventData.ShipmentDelivered
            && e.Data.Order is { } id
            && (turn.Order(id) is not { } order || !HasHeard(order, e.Type)))
        {
            turn.Learn(new Fact.OrderMentioned(id, e.Type));
        }
    }

    /// <summary>
    /// Whether an event tells of a parcel that arrived while others of its order are still awaited. For journeys the
    /// order is not delivered by that.
    /// </summary>
    public static bool IsPartOfDelivery(Turn turn, CustomerEvent e) =>
        e.Data is EventData.ShipmentDelivered delivered && turn.Order(delivered.OrderId) is { DeliveredAt: null };

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

    static void Place(Turn turn, EventData.OrderPlaced placed, DateTimeOffset at)
    {
        if (turn.Order(placed.OrderId)?.PlacedAt is null)
        {
            turn.Add(new Fact.OrderPlaced(placed.OrderId, at, placed.Total, placed.Items, placed.PromisedAt));
        }
        else
        {
            Promise(turn, placed.OrderId, placed.PromisedAt, at);
        }
    }

    static void Ship(Turn turn, EventData data, DateTimeOffset at)
    {
        switch (data)
        {
            case EventData.ShipmentCreated s:
                turn.Learn(new Fact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Created, at, s.TrackingUrl));
                Promise(turn, s.OrderId, s.PromisedAt, at);
                break;
            case EventData.ShipmentInTransit s:
                turn.Learn(new Fact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.InTransit, at));
                break;
            case EventData.ShipmentDelayed s:
                turn.Learn(new Fact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Delayed, at));
                Promise(turn, s.OrderId, s.PromisedAt, at);
                break;
            case EventData.ShipmentOutForDelivery s:
                turn.Learn(new Fact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.OutForDelivery, at));
                break;
            case EventData.ShipmentLost s:
                turn.Learn(new Fact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Lost, at));
                break;
            case EventData.ShipmentDelivered s:
                turn.Learn(new Fact.ShipmentMoved(s.OrderId, s.ShipmentId, ShipmentStage.Delivered, at));
                break;
        }
    }

    static void Promise(Turn turn, string orderId, DateTimeOffset? promisedAt, DateTimeOffset at)
    {
        if (promisedAt is { } promised)
        {
            turn.Learn(new Fact.PromiseMoved(orderId, promised, at));
        }
    }
}
