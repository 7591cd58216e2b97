using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Time;

namespace Engagement.Loyalty;

/// <summary>How an order earns points, when they become available, and what takes them back.</summary>
/// <param name="Enabled">False lets nothing more be earned; what was earned goes on by its own version.</param>
/// <param name="Earn">The first rule that fits counts.</param>
/// <param name="PendingFor">How long after delivery points stay pending.</param>
/// <param name="Clawback">Events that take points back.</param>
public sealed record Programme(
    string Id,
    int Version,
    string Name,
    bool Enabled,
    ImmutableArray<EarnRule> Earn,
    Period PendingFor,
    ImmutableArray<string> Clawback) : Definition(Id, Version);

/// <param name="Points">Earned for each <paramref name="Per"/>.</param>
/// <param name="Per">An amount of the order's currency.</param>
/// <param name="Multiplier">Applied before rounding down.</param>
/// <param name="Currency">Only orders in this currency; null for any.</param>
public sealed record EarnRule(
    long Points, EarnPer Per, decimal Multiplier = 1, string? Currency = null, Condition? When = null)
{
    /// <summary>The most one order can earn, whatever a definition says.</summary>
    public const long PointsMax = 1_000_000_000;

    public long For(Money total)
    {
        // Decimals hold 28 digits: the largest order times the largest rule fits, and nothing is lost before rounding.
        var points = decimal.Floor((decimal)total.Amount * Points * Multiplier / Per.MinorUnits(total.Currency));
        return points <= 0 ? 0 : points >= PointsMax ? PointsMax : (long)points;
    }
}

/// <summary>
/// What a rule counts by. Rules are written in whole units of the currency, whose size in minor units is the currency's
/// own: 1 is 100 cents, and one yen.
/// </summary>
/// <param name="Amount">In units of the currency; in minor units for a rule of the older notation.</param>
public readonly record struct EarnPer(decimal Amount, bool IsMinor = false)
{
    public decimal MinorUnits(string currency)
    {
        var units = Amount;
        for (var digits = IsMinor ? 0 : Schema.Currency.Digits(currency); digits > 0; digits--)
        {
            units *= 10;
        }

        return units;
    }
}
