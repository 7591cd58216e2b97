using Engagement.Orders;

namespace Engagement.Loyalty;

/// <summary>How much of a lot an order no longer deserves.</summary>
static class Clawback
{
    /// <summary>
    /// All points taken back from the lot so far and now together. It never falls and never exceeds what was earned.
    /// Money that is refunded for a return is the same money as the return's, so the larger of the two sums counts.
    /// </summary>
    public static long Owed(Programme programme, PointsLot lot, Order order)
    {
        if (order.CancelledAt is not null && programme.Clawback.Contains("order.cancelled"))
        {
            return lot.Earned;
        }

        var returned = programme.Clawback.Contains("return.received");
        var refunded = programme.Clawback.Contains("refund.issued");
        if (order.Whole && (returned || refunded))
        {
            return lot.Earned;
        }

        return Math.Max(
            returned ? Share(lot, order.Returned) : 0, refunded ? Share(lot, order.Refunded) : 0);
    }

    /// <summary>The points of a part of the order, rounded so that what is kept is rounded down.</summary>
    static long Share(PointsLot lot, Money? part)
    {
        if (part is null || part.Amount <= 0)
        {
            return 0;
        }

        if (lot.Total is not { Amount: > 0 } total || total.Currency != part.Currency || part.Amount >= total.Amount)
        {
            return lot.Earned;
        }

        var kept = (Int128)lot.Earned * (total.Amount - part.Amount) / total.Amount;
        return lot.Earned - (long)kept;
    }
}
