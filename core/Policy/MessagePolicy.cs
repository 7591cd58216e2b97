using Engagement.Customers;
using Engagement.Journeys;
using Engagement.Messages;
using Engagement.Orders;

namespace Engagement.Policy;

/// <summary>What holds a message back.</summary>
static class MessagePolicy
{
    /// <summary>The reason, in a sentence an agent can read out; null when the message may go.</summary>
    public static string? Objection(Customer customer, Order? order, JourneyRun run, Step.Message step)
    {
        if (order?.CancelledAt is not null && !IsAboutTheEnd(run.EventType))
        {
            return "The order was cancelled.";
        }

        return Objection(customer, step.Channel, step.Purpose);
    }

    /// <summary>The same of any message, whenever it is asked.</summary>
    public static string? Objection(Customer customer, string channel, string purpose)
    {
        if (channel == Channels.Email)
        {
            if (customer.Contact.Email is not { } address)
            {
                return "No e-mail address is known.";
            }

            if (Suppressed(customer, channel, address) is { } suppression)
            {
                return $"The address is suppressed. {suppression.Reason}";
            }
        }

        return ConsentObjection(customer, channel, purpose);
    }

    // What is said about a cancellation, a return or a refund is not made obsolete by the cancellation.
    static bool IsAboutTheEnd(string? eventType) =>
        eventType is "order.cancelled" or "refund.issued" or "return.requested" or "return.received";

    static Suppression? Suppressed(Customer customer, string channel, string address)
    {
        foreach (var suppression in customer.Suppressions)
        {
            if (suppression.Channel == channel
                && string.Equals(suppression.Address, address, StringComparison.OrdinalIgnoreCase))
            {
                return suppression;
            }
        }

        return null;
    }

    static string? ConsentObjection(Customer customer, string channel, string purpose)
    {
        var granted = Granted(customer, channel, purpose);
        return purpose switch
        {
            Purposes.Transactional => null,
            Purposes.Feedback => granted == false ? $"Consent to {purpose} by {channel} was denied." : null,
            _ when granted == true => null,
            _ => granted == false
                ? $"Consent to {purpose} by {channel} was denied."
                : $"Consent to {purpose} by {channel} was not given.",
        };
    }

    static bool? Granted(Customer customer, string channel, string purpose)
    {
        foreach (var consent in customer.Consents)
        {
            if (consent.Channel == channel && consent.Purpose == purpose)
            {
                return consent.Granted;
            }
        }

        return null;
    }
}
