using System.ComponentModel.DataAnnotations;

namespace Engagement.FollowUps;

/// <summary>How customers are woken. Bound from the section "FollowUps".</summary>
sealed class FollowUpOptions : IValidatableObject
{
    /// <summary>
    /// Customers woken at once. More share a commit and so drain faster; each is an activation in memory, and events
    /// wait behind them for the same store.
    /// </summary>
    [Range(1, 10_000)]
    public int WakesMax { get; set; } = 512;

    /// <summary>How long a claimed customer is ours to wake. A crash makes those under way this much late.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one wake may take before it counts as failed.</summary>
    public TimeSpan WakeTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Follow-ups that one move of a rehearsal's clock lets happen; when so many have, it begins no more and says how
    /// far it came. A loop of a minute would otherwise keep a core busy until the century ends.
    /// </summary>
    [Range(1, 10_000_000)]
    public long ClockMoveMax { get; set; } = 100_000;

    /// <summary>
    /// Hints come from this process only, so the index is looked at this often for what other processes have written.
    /// Their follow-ups may be this much late; every look is a query.
    /// </summary>
    internal TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(500);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (WakeTimeout <= TimeSpan.Zero)
        {
            yield return new($"FollowUps:WakeTimeout is {WakeTimeout}: nobody wakes in that time.");
        }

        if (Lease < WakeTimeout * 2)
        {
            yield return new(
                $"FollowUps:Lease is {Lease}, which is less than twice FollowUps:WakeTimeout ({WakeTimeout}): a slow " +
                "wake would be repeated while it is under way. Make the lease at least twice the timeout.");
        }
    }
}
