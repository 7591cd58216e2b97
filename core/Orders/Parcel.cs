using System.Collections.Immutable;

namespace Engagement.Orders;

/// <summary>One parcel of an order.</summary>
/// <param name="Id">The shipment's id; null for what was said of no parcel in particular, which goes for all.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="DeliveredAt">When it arrived; said twice, the earlier instant holds.</param>
public sealed record Parcel(string? Id, ShipmentStage Stage, DateTimeOffset? DeliveredAt = null);

/// <summary>What the parcels of an order say about the order.</summary>
static class Parcels
{
    /// <summary>What is known of an order's parcels; of one from before they were told apart, that of all.</summary>
    public static ImmutableArray<Parcel> Of(Order order) =>
        order.Parcels ?? (order.Stage is { } stage ? [new(null, stage, order.DeliveredAt)] : []);

    /// <summary>The parcels after one of them has moved; the same array when nothing is new.</summary>
    public static ImmutableArray<Parcel> Move(ImmutableArray<Parcel> parcels, OrderFact.ShipmentMoved moved)
    {
        var at = 0;
        while (at < parcels.Length && string.CompareOrdinal(parcels[at].Id, moved.ShipmentId) < 0)
        {
            at++;
        }

        if (at == parcels.Length || parcels[at].Id != moved.ShipmentId)
        {
            return Bounded(parcels.Insert(at, Moved(new(moved.ShipmentId, moved.Stage), moved)));
        }

        var next = Moved(parcels[at], moved);
        return next == parcels[at] ? parcels : parcels.SetItem(at, next);
    }

    /// <summary>Delivered when all are; else how far the furthest of those has come that are still awaited.</summary>
    public static ShipmentStage? Stage(ImmutableArray<Parcel> parcels)
    {
        ShipmentStage? stage = null;
        foreach (var parcel in Each(parcels))
        {
            if (stage is null or ShipmentStage.Delivered
                || (parcel.Stage > stage && parcel.Stage != ShipmentStage.Delivered))
            {
                stage = parcel.Stage;
            }
        }

        return stage;
    }

    /// <summary>When the last one arrived; null while one has not.</summary>
    public static DateTimeOffset? DeliveredAt(ImmutableArray<Parcel> parcels)
    {
        DateTimeOffset? last = null;
        foreach (var parcel in Each(parcels))
        {
            if (parcel.DeliveredAt is not { } at)
            {
                return null;
            }

            last = last > at ? last : at;
        }

        return last;
    }

    /// <summary>The named ones, with what was said of all; or that alone where none is named.</summary>
    static IEnumerable<Parcel> Each(ImmutableArray<Parcel> parcels)
    {
        var all = parcels.FirstOrDefault(parcel => parcel.Id is null);
        return all is null || parcels.Length == 1 ? parcels : parcels.Where(parcel => parcel.Id is not null)
            .Select(parcel => Moved(parcel, all.Stage, all.DeliveredAt));
    }

    static Parcel Moved(Parcel parcel, OrderFact.ShipmentMoved moved) =>
        Moved(parcel, moved.Stage, moved.Stage == ShipmentStage.Delivered ? moved.At : null);

    static Parcel Moved(Parcel parcel, ShipmentStage stage, DateTimeOffset? deliveredAt) => parcel with
    {
        Stage = parcel.Stage > stage ? parcel.Stage : stage,
        DeliveredAt = parcel.DeliveredAt < deliveredAt || deliveredAt is null ? parcel.DeliveredAt : deliveredAt,
    };

    /// <summary>
    /// Of too many, one that has arrived is let go, or else the last by name; never what was said of all.
    /// </summary>
    static ImmutableArray<Parcel> Bounded(ImmutableArray<Parcel> parcels)
    {
        if (parcels.Length <= Order.ParcelsMax)
        {
            return parcels;
        }

        var arrived = parcels.FirstOrDefault(parcel => parcel is { Id: not null, Stage: ShipmentStage.Delivered });
        return parcels.Remove(arrived ?? parcels[^1]);
    }
}
