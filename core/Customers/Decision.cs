using System.Collections.Immutable;
using Engagement.Loyalty;

namespace Engagement.Customers;

/// <summary>The answer to one input: what is now true, and what must be done about it.</summary>
/// <param name="After">The customer once the facts are evolved.</param>
/// <param name="Ledger">The movements of points that the facts stand for.</param>
/// <param name="Refusal">Why an agent's act cannot be done now; nothing then follows from it.</param>
public sealed record Decision(
    Customer After,
    ImmutableArray<Fact> Facts,
    ImmutableArray<Effect> Effects,
    ImmutableArray<LedgerEntry> Ledger,
    string? Refusal = null)
{
    /// <summary>Nothing follows.</summary>
    public static Decision Nothing(Customer customer, string? refusal = null) => new(customer, [], [], [], refusal);
}
