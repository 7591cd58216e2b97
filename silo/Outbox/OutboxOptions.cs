using System.ComponentModel.DataAnnotations;

namespace Engagement.Outbox;

/// <summary>How effects are carried outward. Bound from the section "Outbox".</summary>
sealed class OutboxOptions : IValidatableObject
{
    /// <summary>How long a claimed row is ours. A crash keeps what was under way waiting for as long as this.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long one delivery may take before it counts as failed. Other people's servers need 15 to 30 seconds.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A hint can be lost, and a retry falls due without one, so each queue is looked at this often in any case.
    /// Every look is a query.
    /// </summary>
    internal TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long delivered effects are kept. Until then it can be shown what a message said; afterwards only that it was
    /// sent.
    /// </summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(180);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Keep < TimeSpan.FromDays(1))
        {
            yield return new(
                $"Outbox:Keep is {Keep}: nobody could look at what was sent. Keep effects for a day or more.");
        }

        if (DeliveryTimeout <= TimeSpan.Zero)
        {
            yield return new($"Outbox:DeliveryTimeout is {DeliveryTimeout}: nothing can be delivered in that time.");
        }

        if (Lease < DeliveryTimeout * 2)
        {
            yield return new(
                $"Outbox:Lease is {Lease}, which is less than twice Outbox:DeliveryTimeout ({DeliveryTimeout}): a " +
                "slow delivery would lose its lease under way and be made twice. Make the lease at least twice " +
                "the timeout.");
        }
    }
}
