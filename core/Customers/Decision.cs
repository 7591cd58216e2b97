using System.Collections.Immutable;

namespace Engagement.Customers;

/// <summary>The answer to one input: what is now true, and what must be done about it.</summary>
/// <param name="Refusal">Why an agent's act cannot be done now; facts and effects are then empty.</param>
public sealed record Decision(ImmutableArray<Fact> Facts, ImmutableArray<Effect> Effects, string? Refusal = null)
{
    public static Decision Nothing { get; } = new([], []);

    public static Decision Refused(string reason) => new([], [], reason);
}
