namespace Engagement.Loyalty;

/// <summary>What we concluded of points.</summary>
public abstract record LoyaltyFact : Fact
{
    /// <param name="Lot">
    /// Names what was earned at once, for example <c>points:order-7</c>; all that follows refers to it.
    /// </param>
    public sealed record PointsEarned(string Lot, string Programme, int Version, string OrderId, long Points)
        : LoyaltyFact;

    /// <summary>An order that would have earned points did not.</summary>
    public sealed record PointsDeclined(string Programme, int Version, string OrderId, long Points, string Reason)
        : LoyaltyFact;

    /// <summary>It is now known when the lot becomes available; null when it is open again.</summary>
    public sealed record PointsScheduled(string Lot, DateTimeOffset? MaturesAt) : LoyaltyFact;

    public sealed record PointsMatured(string Lot, long Points) : LoyaltyFact;

    /// <param name="Occurrence">
    /// Names the return or refund that took the points back; a lot is never charged twice for one.
    /// </param>
    public sealed record PointsClawedBack(string Lot, string Occurrence, long FromPending, long FromAvailable)
        : LoyaltyFact;
}
