using Engagement.Schema;

namespace Engagement;

/// <summary>An amount in minor units (cents) of an ISO 4217 currency; never a float.</summary>
/// <param name="Amount">Minor units; what a minor unit is worth is the currency's own affair.</param>
/// <param name="Currency">Three upper-case letters of ISO 4217.</param>
public sealed record Money(
    [Whole(0, 1_000_000_000_000)] long Amount, [Text(3, TextForm.Currency)] string Currency);
