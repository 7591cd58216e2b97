using Engagement.Receivers;

namespace Engagement.Messages;

/// <summary>This message cannot be sent as it is. The text holds nothing of the customer's.</summary>
/// <param name="mayPass">Whether it might be sent later all the same.</param>
public sealed class UnsendableException(string message, bool mayPass = false) : Exception(message)
{
    public DeliveryOutcome Outcome { get; } =
        mayPass ? new DeliveryOutcome.TryAgain(message) : new DeliveryOutcome.Never(message);
}
