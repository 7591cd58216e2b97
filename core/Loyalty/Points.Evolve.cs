using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.Orders;

namespace Engagement.Loyalty;

static partial class Points
{
    public static Customer Evolve(Customer customer, Fact.PointsEarned earned)
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
            OrderBook.Find(customer, earned.OrderId)?.Total);
        return customer with
        {
            Lots = Bounded(customer.Lots.Add(lot)),
            PointsPending = customer.PointsPending + earned.Points,
        };
    }

    public static Customer Evolve(Customer customer, Fact.PointsScheduled scheduled)
    {
        var lot = Find(customer, scheduled.Lot);
        return customer with { Lots = customer.Lots.Replace(lot, lot with { MaturesAt = scheduled.MaturesAt }) };
    }

    public static Customer Evolve(Customer customer, Fact.PointsMatured matured)
    {
        var lot = Find(customer, matured.Lot);
        return customer with
        {
            Lots = customer.Lots.Replace(lot, lot with
            {
                Pending = lot.Pending - matured.Points,
                Available = lot.Available + matured.Points,
                MaturesAt = null,
            }),
            PointsPending = customer.PointsPending - matured.Points,
            PointsAvailable = customer.PointsAvailable + matured.Points,
        };
    }

    public static Customer Evolve(Customer customer, Fact.PointsClawedBack clawed)
    {
        var lot = Find(customer, clawed.Lot);
        var pending = lot.Pending - clawed.FromPending;
        return customer with
        {
            Lots = customer.Lots.Replace(lot, lot with
            {
                Pending = pending,
                Available = lot.Available - clawed.FromAvailable,
                MaturesAt = pending == 0 ? null : lot.MaturesAt,
                ClawedBack = lot.ClawedBack.Add(clawed.Occurrence),
            }),
            PointsPending = customer.PointsPending - clawed.FromPending,
            PointsAvailable = customer.PointsAvailable - clawed.FromAvailable,
        };
    }

    public static PointsLot Find(Customer customer, string id)
    {
        foreach (var lot in customer.Lots)
        {
            if (lot.Id == id)
            {
                return lot;
            }
        }

        throw new InvalidOperationException($"A fact speaks of points that the customer does not have: '{id}'.");
    }

    /// <summary>Lots with points pending.</summary>
    static int CountPending(ImmutableArray<PointsLot> lots)
    {
        var pending = 0;
        foreach (var lot in lots)
        {
            pending += lot.Pending > 0 ? 1 : 0;
        }

        return pending;
    }

    /// <summary>Forgets the oldest lots with nothing pending where there are too many such; others never.</summary>
    static ImmutableArray<PointsLot> Bounded(ImmutableArray<PointsLot> lots)
    {
        var excess = lots.Length <= Customer.LotsMax ? 0 : lots.Length - CountPending(lots) - Customer.LotsMax;
        return excess <= 0 ? lots : lots.RemoveAll(lot => lot.Pending == 0 && excess-- > 0);
    }
}
