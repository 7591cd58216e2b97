using System.Collections.Immutable;
using System.Globalization;
using Engagement.Customers;
using Engagement.Events;

namespace Engagement.Orders;

static partial class OrderBook
{
    /// <summary>Characters of the names of returns and refunds that are remembered as they are.</summary>
    const int NameMax = 40;

    /// <summary>
    /// The customer with one order evolved; an unknown one is begun, and too many make one be forgotten.
    /// </summary>
    public static Customer Put<TFact>(Customer customer, string orderId, TFact fact, Func<Order, TFact, Order> evolve)
    {
        for (var i = 0; i < customer.Orders.Length; i++)
        {
            var known = customer.Orders[i];
            if (known.Id == orderId)
            {
                var next = evolve(known, fact);
                return next == known ? customer : customer with
                {
                    Orders = customer.Orders.SetItem(i, next),
                    OrdersPlaced = Counted(customer, known, next),
                };
            }
        }

        var unknown = new Order(orderId);
        var begun = evolve(unknown, fact);
        return Bounded(customer with
        {
            Orders = customer.Orders.Add(begun),
            OrdersPlaced = Counted(customer, unknown, begun),
        });
    }

    /// <summary>One when it was placed and not cancelled.</summary>
    public static int Count(Order order) => order is { PlacedAt: not null, CancelledAt: null } ? 1 : 0;

    /// <summary>Whether we once knew this order and let it go: what it brings about came about then.</summary>
    public static bool IsForgotten(Customer customer, Order order) =>
        ForgottenOrders.Find(customer, order) is not null;

    /// <summary>Orders that count once this one has moved on, with what it counted for when it was let go.</summary>
    static long Counted(Customer customer, Order before, Order after)
    {
        if (before.PlacedAt == after.PlacedAt && before.CancelledAt == after.CancelledAt)
        {
            return customer.OrderCount;
        }

        var past = ForgottenOrders.Find(customer, after);
        return Math.Max(0, customer.OrderCount + Count(after, past) - Count(before, past));
    }

    static int Count(Order order, ForgottenOrders.Past? past) => past switch
    {
        ForgottenOrders.Past.Cancelled => 0,
        ForgottenOrders.Past.Placed => order.CancelledAt is null ? 1 : 0,
        _ => Count(order),
    };

    public static Order Evolve(Order order, Fact.OrderPlaced placed)
    {
        var promises = placed.PromisedAt is { } promised && Promises(order, promised, placed.At);
        return order with
        {
            PlacedAt = placed.At,
            Total = placed.Total,
            Items = placed.Items,
            PromisedAt = promises ? placed.PromisedAt : order.PromisedAt,
            PromiseSaidAt = promises ? placed.At : order.PromiseSaidAt,
        };
    }

    public static Order Evolve(Order order, Fact.OrderPaid paid) =>
        order with { PaidAt = Earliest(order.PaidAt, paid.At) };

    public static Order Evolve(Order order, Fact.OrderCancelled cancelled) =>
        order with { CancelledAt = Earliest(order.CancelledAt, cancelled.At) };

    public static Order Evolve(Order order, Fact.ShipmentMoved moved) =>
        Evolve(order, moved, Parcels.Move(Parcels.Of(order), moved));

    static Order Evolve(Order order, Fact.ShipmentMoved moved, ImmutableArray<Parcel> parcels) =>
        Tracked(order, moved) with
    {
        Parcels = parcels,
        Stage = Parcels.Stage(parcels),
        DeliveredAt = Parcels.DeliveredAt(parcels),
        ShippedAt = moved.Stage is ShipmentStage.Created or ShipmentStage.InTransit
            ? Earliest(order.ShippedAt, moved.At)
            : order.ShippedAt,
        Heard = moved.Stage == ShipmentStage.Delivered
            ? order.Heard
            : With(order.Heard, ShipmentStages.EventType(moved.Stage)),
    };

    public static Order Evolve(Order order, Fact.PromiseMoved moved) => Promises(order, moved.PromisedAt, moved.At)
        ? order with { PromisedAt = moved.PromisedAt, PromiseSaidAt = moved.At }
        : order;

    public static Order Evolve(Order order, Fact.ReturnRequested asked) =>
        order with { ReturnRequestedAt = Earliest(order.ReturnRequestedAt, asked.At) };

    public static Order Evolve(Order order, Fact.ReturnReceived received)
    {
        var next = order with { ReturnReceivedAt = Earliest(order.ReturnReceivedAt, received.At) };
        if (!Counts(next, $"return:{received.ReturnId}", out next))
        {
            return next;
        }

        return Sum(next.Returned, received.Amount) is { } sum
            ? next with { Returned = sum }
            : next with { Whole = true };
    }

    public static Order Evolve(Order order, Fact.Refunded refunded)
    {
        if (!Counts(order, $"refund:{refunded.RefundId}", out var next))
        {
            return next;
        }

        return Sum(next.Refunded, refunded.Amount) is { } sum
            ? next with { Refunded = sum }
            : next with { Whole = true };
    }

    public static Order Evolve(Order order, Fact.Reviewed reviewed) =>
        reviewed.At < order.RatedAt || (reviewed.At == order.RatedAt && reviewed.Rating >= order.Rating)
            ? order
            : order with { Rating = reviewed.Rating, RatedAt = reviewed.At };

    public static Order Evolve(Order order, Fact.OrderMentioned mentioned) =>
        order with { Heard = With(order.Heard, mentioned.EventType) };

    /// <summary>The same array when the type is in it: then nothing has changed.</summary>
    static ImmutableArray<string> With(ImmutableArray<string>? known, string type)
    {
        var heard = known ?? [];
        if (heard.Contains(type))
        {
            return heard;
        }

        heard = heard.Add(type);
        return heard.Length > Order.HeardMax ? heard.Remove(heard.First(IsCustom)) : heard;
    }

    static bool IsCustom(string type) => EventTypes.Find(type) == EventTypes.Custom;

    /// <summary>The promise that was said last holds; of two said at once, the later date.</summary>
    static bool Promises(Order order, DateTimeOffset promised, DateTimeOffset saidAt) =>
        !(saidAt < order.PromiseSaidAt || (saidAt == order.PromiseSaidAt && promised <= order.PromisedAt));

    static Order Tracked(Order order, Fact.ShipmentMoved moved) =>
        moved.TrackingUrl is null
        || moved.At < order.TrackedAt
        || (moved.At == order.TrackedAt && string.CompareOrdinal(moved.TrackingUrl, order.TrackingUrl) <= 0)
            ? order
            : order with { TrackingUrl = moved.TrackingUrl, TrackedAt = moved.At };

    static bool Counts(Order order, string occurrence, out Order counted)
    {
        counted = order;
        var name = occurrence.Length <= NameMax
            ? occurrence
            : ForgottenOrders.Hash(occurrence).ToString("x16", CultureInfo.InvariantCulture);
        if (order.Settled.Contains(name) || order.Settled.Contains(occurrence))
        {
            return false;
        }

        if (order.Settled.Length == Order.SettledMax)
        {
            counted = order with { Whole = true };
            return false;
        }

        counted = order with { Settled = order.Settled.Add(name) };
        return true;
    }

    /// <summary>
    /// Null when the amounts cannot be added: one is not known, or the currencies differ. Nothing is nothing in any.
    /// </summary>
    static Money? Sum(Money? before, Money? more)
    {
        if (before is null or { Amount: 0 } || more is { Amount: <= 0 })
        {
            return more is { Amount: <= 0 } && before is not null ? before : more;
        }

        if (more is null || before.Currency != more.Currency)
        {
            return null;
        }

        return more with { Amount = before.Amount + Math.Min(more.Amount, long.MaxValue - before.Amount) };
    }

    static Customer Bounded(Customer customer) => customer.Orders.Length <= Customer.OrdersMax
        ? customer
        : ForgottenOrders.Forget(customer, FirstSettled(customer));

    /// <summary>
    /// An order nothing is waited for; if there is none, the oldest. Never the newest: it is being told of.
    /// </summary>
    static int FirstSettled(Customer customer)
    {
        for (var i = 0; i < customer.Orders.Length - 1; i++)
        {
            if (!IsAwaited(customer, customer.Orders[i].Id))
            {
                return i;
            }
        }

        return 0;
    }

    static bool IsAwaited(Customer customer, string id)
    {
        foreach (var run in customer.Runs)
        {
            if (run.OrderId == id)
            {
                return true;
            }
        }

        // The newest orders are those remembered, and their lots stand last.
        for (var i = customer.Lots.Length - 1; i >= 0; i--)
        {
            if (customer.Lots[i].OrderId == id && customer.Lots[i].Pending > 0)
            {
                return true;
            }
        }

        return false;
    }

    static DateTimeOffset Earliest(DateTimeOffset? known, DateTimeOffset at) => known < at ? known.Value : at;
}
