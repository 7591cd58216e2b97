using System.Collections.Immutable;
using Engagement.Orders;
using Engagement.Profile;

namespace Engagement.Policy;

/// <summary>What holds a message back.</summary>
static class MessagePolicy
{
    /// <summary>The reason, in a sentence an agent can read out; null when the message may go.</summary>
    /// <param name="profile">Who the customer is.</param>
    /// <param name="suppressions">The customer's addresses that get nothing more.</param>
    public static string? BlockReason(
        CustomerProfile profile, ImmutableArray<Suppression> suppressions, string channel, string purpose)
    {
        if (channel == Channels.Email)
        {
            if (profile.Contact.Email is not { } address)
            {
                return "No e-mail address is known.";
            }

            if (Suppressed(suppressions, channel, address) is { } suppression)
            {
                return $"The address is suppressed. {suppression.Reason}";
            }
        }

        return ConsentBlock(profile.Granted(channel, purpose), channel, purpose);
    }

    /// <summary>What about the order makes the message pointless.</summary>
    /// <param name="eventType">The event that the message follows from.</param>
    public static string? BlockReason(Order? order, string? eventType) =>
        order?.CancelledAt is not null && !IsAboutTheEnd(eventType) ? "The order was cancelled." : null;

    // What is said about a cancellation, a return or a refund is not made obsolete by the cancellation.
    static bool IsAboutTheEnd(string? eventType) =>
        eventType is "order.cancelled" or "refund.issued" or "return.requested" or "return.received";

    static Suppression? Suppressed(ImmutableArray<Suppression> suppressions, string channel, string address)
    {
        foreach (var suppression in suppressions)
        {
            if (suppression.Channel == channel
                && string.Equals(suppression.Address, address, StringComparison.OrdinalIgnoreCase))
            {
                return suppression;
            }
        }

        return null;
    }

    static string? ConsentBlock(bool? granted, string channel, string purpose) => purpose switch
    {
        Purposes.Transactional => null,
        Purposes.Feedback => granted == false ? $"Consent to {purpose} by {channel} was denied." : null,
        _ when granted == true => null,
        _ => granted == false
            ? $"Consent to {purpose} by {channel} was denied."
            : $"Consent to {purpose} by {channel} was not given.",
    };
}
