using Engagement.Retries;

namespace Engagement.Receivers;

/// <summary>
/// What the pump needs to know of a receiver. The values belong to its protocol, so they are not options.
/// </summary>
/// <param name="ConcurrencyMax">
/// Deliveries under way at once, so that one slow receiver cannot take all there is.
/// </param>
/// <param name="Retries">When a failed delivery is tried again, and how often.</param>
public sealed record DeliveryOptions(int ConcurrencyMax, RetrySchedule Retries)
{
    /// <summary>Effects in one delivery; more than one for an <see cref="IBatchReceiver"/> only.</summary>
    public int BatchMax { get; init; } = 1;

    /// <summary>Effects a second that the other side bears; null when only concurrency limits.</summary>
    public double? PerSecond { get; init; }

    /// <summary>
    /// Later effects wait behind a failed one: the queue stands still until it is through or given up. Only for a
    /// receiver whose order matters, with one delivery at a time.
    /// </summary>
    public bool Ordered { get; init; }
}
