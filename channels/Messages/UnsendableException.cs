using Engagement.Receivers;

namespace Engagement.Messages;

/// <summary>This message cannot be sent as it is. The text holds nothing of the customer's.</summary>
public sealed class UnsendableException : Exception
{
    /// <param name="mayPass">Whether it might be sent later all the same.</param>
    public UnsendableException(string message, bool mayPass = false)
        : base(message) =>
        Outcome = mayPass ? new DeliveryOutcome.TryAgain(message) : new DeliveryOutcome.Never(message);

    public UnsendableException(DeliveryOutcome.Withheld withheld)
        : base(withheld.Reason) => Outcome = withheld;

    public DeliveryOutcome Outcome { get; }
}
