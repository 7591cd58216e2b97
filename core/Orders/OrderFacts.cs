using System.Collections.Immutable;
using Engagement.Events;

namespace Engagement.Orders;

/// <summary>What we concluded of orders.</summary>
public abstract record OrderFact : Fact
{
    public abstract string OrderId { get; init; }

    public sealed record OrderPlaced(
        string OrderId, DateTimeOffset At, Money Total, ImmutableArray<OrderItem> Items, DateTimeOffset? PromisedAt)
        : OrderFact;

    public sealed record OrderPaid(string OrderId, DateTimeOffset At) : OrderFact;

    public sealed record OrderCancelled(string OrderId, DateTimeOffset At) : OrderFact;

    public sealed record ShipmentMoved(
        string OrderId, string? ShipmentId, ShipmentStage Stage, DateTimeOffset At, string? TrackingUrl = null)
        : OrderFact;

    /// <param name="At">When it was said: of two promises, the one said later holds.</param>
    public sealed record PromiseMoved(string OrderId, DateTimeOffset PromisedAt, DateTimeOffset At) : OrderFact;

    public sealed record ReturnRequested(string OrderId, string ReturnId, DateTimeOffset At) : OrderFact;

    /// <param name="Amount">
    /// What came back is worth; null when nobody said, and then it counts as the whole order.
    /// </param>
    public sealed record ReturnReceived(string OrderId, string ReturnId, DateTimeOffset At, Money? Amount = null)
        : OrderFact;

    public sealed record Refunded(string OrderId, string RefundId, Money Amount, DateTimeOffset At) : OrderFact;

    /// <summary>An event of this type on the order has come, and no other fact tells of it.</summary>
    public sealed record OrderMentioned(string OrderId, string EventType) : OrderFact;
}
