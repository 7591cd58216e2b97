using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Engagement.Orders;

namespace Engagement.Loyalty;

/// <summary>The customer's points: what was earned at once, and the sums of the ledger.</summary>
public sealed record PointsAccount
{
    /// <summary>Lots of points remembered of which none are pending any more; the oldest is forgotten first.</summary>
    public const int LotsMax = 128;

    /// <summary>Lots with points pending; an order placed beyond them earns none, and the timeline says so.</summary>
    public const int PendingLotsMax = 512;

    public ImmutableArray<PointsLot> Lots { get; init; } = [];

    public long Pending { get; init; }

    public long Available { get; init; }

    /// <summary>When the next lot matures; null while none is to.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var lot in Lots)
            {
                next = lot.MaturesAt < next || next is null ? lot.MaturesAt ?? next : next;
            }

            return next;
        }
    }

    /// <summary>Lots with points pending.</summary>
    [JsonIgnore]
    public int PendingLots
    {
        get
        {
            var pending = 0;
            foreach (var lot in Lots)
            {
                pending += lot.Pending > 0 ? 1 : 0;
            }

            return pending;
        }
    }

    public bool Holds(string lotId) => Lots.Any(lot => lot.Id == lotId);

    /// <summary>Whether points of this order are still pending.</summary>
    public bool Awaits(string orderId)
    {
        // The newest orders are those remembered, and their lots stand last.
        for (var i = Lots.Length - 1; i >= 0; i--)
        {
            if (Lots[i].OrderId == orderId && Lots[i].Pending > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The account after one more fact; the same object when it changes nothing.</summary>
    /// <param name="orders">As they stand then: a lot remembers what its order cost.</param>
    public static PointsAccount Evolve(PointsAccount account, LoyaltyFact fact, OrderBook orders) => fact switch
    {
        LoyaltyFact.PointsEarned earned => Evolve(account, earned, orders),
        LoyaltyFact.PointsDeclined => account,
        LoyaltyFact.PointsScheduled scheduled => account.With(
            scheduled.Lot, lot => lot with { MaturesAt = scheduled.MaturesAt }),
        LoyaltyFact.PointsMatured matured => Evolve(account, matured),
        LoyaltyFact.PointsClawedBack clawed => Evolve(account, clawed),
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };

    static PointsAccount Evolve(PointsAccount account, LoyaltyFact.PointsEarned earned, OrderBook orders)
    {
        var lot = new PointsLot(
            earned.Lot,
            earned.Programme,
            earned.Version,
            earned.OrderId,
            earned.Points,
            Pending: earned.Points,
            Available: 0,
            MaturesAt: null,
            ClawedBack: [],
            orders.Find(earned.OrderId)?.Total);
        return account with
        {
            Lots = Bounded(account.Lots.Add(lot)),
            Pending = account.Pending + earned.Points,
        };
    }

    static PointsAccount Evolve(PointsAccount account, LoyaltyFact.PointsMatured matured) =>
        account.With(matured.Lot, lot => lot with
        {
            Pending = lot.Pending - matured.Points,
            Available = lot.Available + matured.Points,
            MaturesAt = null,
        }) with
        {
            Pending = account.Pending - matured.Points,
            Available = account.Available + matured.Points,
        };

    static PointsAccount Evolve(PointsAccount account, LoyaltyFact.PointsClawedBack clawed) =>
        account.With(clawed.Lot, lot => lot with
        {
            Pending = lot.Pending - clawed.FromPending,
            Available = lot.Available - clawed.FromAvailable,
            MaturesAt = lot.Pending == clawed.FromPending ? null : lot.MaturesAt,
            ClawedBack = lot.ClawedBack.Add(clawed.Occurrence),
        }) with
        {
            Pending = account.Pending - clawed.FromPending,
            Available = account.Available - clawed.FromAvailable,
        };

    PointsAccount With(string lotId, Func<PointsLot, PointsLot> change)
    {
        foreach (var lot in Lots)
        {
            if (lot.Id == lotId)
            {
                return this with { Lots = Lots.Replace(lot, change(lot)) };
            }
        }

        throw new InvalidOperationException($"A fact speaks of points that the customer does not have: '{lotId}'.");
    }

    /// <summary>Forgets the oldest lots with nothing pending where there are too many such; others never.</summary>
    static ImmutableArray<PointsLot> Bounded(ImmutableArray<PointsLot> lots)
    {
        var excess = lots.Length <= LotsMax ? 0 : lots.Length - lots.Count(lot => lot.Pending > 0) - LotsMax;
        return excess <= 0 ? lots : lots.RemoveAll(lot => lot.Pending == 0 && excess-- > 0);
    }
}
