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

        if (step.Channel == Channels.Email)
        {
            if (customer.Contact.Email is not { } address)
            {
                return "No e-mail address is known.";
            }

            if (Suppressed(customer, step.Channel, address) is { } suppression)
            {
                return $"The address is suppressed. {suppression.Reason}";
            }
        }

        return ConsentObjection(customer, step);
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

    static string? ConsentObjection(Customer customer, Step.Message step)
    {
        var granted = Granted(customer, step.Channel, step.Purpose);
        return step.Purpose switch
        {
            Purposes.Transactional => null,
            Purposes.Feedback => granted == false ? $"Consent to {step.Purpose} by {step.Channel} was denied." : null,
            _ when granted == true => null,
            _ => granted == false
                ? $"Consent to {step.Purpose} by {step.Channel} was denied."
                : $"Consent to {step.Purpose} by {step.Channel} was not given.",
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
