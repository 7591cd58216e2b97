using System.Collections.Immutable;

namespace Engagement.Loyalty;

/// <summary>Points earned at once.</summary>
/// <param name="Pending">Still to mature.</param>
/// <param name="Available">Matured and not clawed back.</param>
/// <param name="ClawedBack">Occurrences that have taken from this lot.</param>
/// <param name="Total">What the order cost, which outlives the order's being remembered.</param>
public sealed record PointsLot(
    string Id,
    string Programme,
    int Version,
    string OrderId,
    long Earned,
    long Pending,
    long Available,
    DateTimeOffset? MaturesAt,
    ImmutableArray<string> ClawedBack,
    Money? Total = null);
