namespace Engagement.Receivers;

/// <summary>One effect on its way out.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="EnqueuedAt">When the effect was committed: the same on every attempt.</param>
/// <param name="Rehearsal">It comes from a rehearsal workspace, of which nothing may leave for real.</param>
/// <param name="Interrupted">An earlier attempt never ended, so the effect may have been performed already.</param>
public sealed record Outgoing(
    CustomerKey Customer,
    Effect Effect,
    int Attempt,
    DateTimeOffset EnqueuedAt,
    bool Rehearsal = false,
    bool Interrupted = false)
{
    /// <summary>
    /// The effect's name for the world outside: the same on every attempt, and unlike any other effect's.
    /// </summary>
    public string Id { get; } = EffectId.Of(Customer, Effect.Key);
}
