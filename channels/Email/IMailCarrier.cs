using Engagement.Receivers;

namespace Engagement.Email;

/// <summary>Takes a letter off our hands: a relay for real, a folder in rehearsals and in development.</summary>
interface IMailCarrier
{
    ValueTask<DeliveryOutcome> Carry(Outgoing outgoing, Letter letter, CancellationToken cancellation);
}
