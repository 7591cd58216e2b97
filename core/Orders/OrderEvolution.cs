using System.Collections.Immutable;
using System.Globalization;
using Engagement.Events;

namespace Engagement.Orders;

/// <summary>How facts change one order.</summary>
static class OrderEvolution
{
    /// <summary>Characters of the names of returns and refunds that are remembered as they are.</summary>
    const int NameMax = 40;

    /// <summary>The order after one more fact; an equal one when it changes nothing.</summary>
    public static Order Evolve(Order order, OrderFact fact) => fact switch
    {
        OrderFact.OrderPlaced placed => Evolve(order, placed),
        OrderFact.OrderPaid paid => Evolve(order, paid),
        OrderFact.OrderCancelled cancelled => Evolve(order, cancelled),
        OrderFact.ShipmentMoved moved => Evolve(order, moved),
        OrderFact.PromiseMoved moved => Evolve(order, moved),
        OrderFact.ReturnRequested asked => Evolve(order, asked),
        OrderFact.ReturnReceived received => Evolve(order, received),
        OrderFact.Refunded refunded => Evolve(order, refunded),
        OrderFact.OrderMentioned mentioned => Evolve(order, mentioned),
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };

    static Order Evolve(Order order, OrderFact.OrderPlaced placed)
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

    static Order Evolve(Order order, OrderFact.OrderPaid paid) =>
        order with { PaidAt = Earliest(order.PaidAt, paid.At) };

    static Order Evolve(Order order, OrderFact.OrderCancelled cancelled) =>
        order with { CancelledAt = Earliest(order.CancelledAt, cancelled.At) };

    static Order Evolve(Order order, OrderFact.ShipmentMoved moved) =>
        Evolve(order, moved, Parcels.Move(Parcels.Of(order), moved));

    static Order Evolve(Order order, OrderFact.ShipmentMoved moved, ImmutableArray<Parcel> parcels) =>
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

    static Order Evolve(Order order, OrderFact.PromiseMoved moved) => Promises(order, moved.PromisedAt, moved.At)
        ? order with { PromisedAt = moved.PromisedAt, PromiseSaidAt = moved.At }
        : order;

    static Order Evolve(Order order, OrderFact.ReturnRequested asked) =>
        order with { ReturnRequestedAt = Earliest(order.ReturnRequestedAt, asked.At) };

    static Order Evolve(Order order, OrderFact.ReturnReceived received)
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

    static Order Evolve(Order order, OrderFact.Refunded refunded)
    {
        if (!Counts(order, $"refund:{refunded.RefundId}", out var next))
        {
            return next;
        }

        return Sum(next.Refunded, refunded.Amount) is { } sum
            ? next with { Refunded = sum }
            : next with { Whole = true };
    }

    /// <summary>The order after a review of it; of two at one instant the lower rating counts.</summary>
    public static Order Rate(Order order, int rating, DateTimeOffset at) =>
        at < order.RatedAt || (at == order.RatedAt && rating >= order.Rating)
            ? order
            : order with { Rating = rating, RatedAt = at };

    static Order Evolve(Order order, OrderFact.OrderMentioned mentioned) =>
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

    static Order Tracked(Order order, OrderFact.ShipmentMoved moved) =>
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

    static DateTimeOffset Earliest(DateTimeOffset? known, DateTimeOffset at) => known < at ? known.Value : at;
}
