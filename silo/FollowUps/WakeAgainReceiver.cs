using Engagement.Customers;
using Engagement.Receivers;
using Engagement.Retries;
using Engagement.Storage;

namespace Engagement.FollowUps;

/// <summary>Lets a customer be woken again who was given up: somebody has retried the dead letter of it.</summary>
sealed class WakeAgainReceiver(ISuspectCustomers suspects) : IReceiver
{
    public string Name => WakeAgain.Name;

    public DeliveryOptions Habits { get; } = new(
        ConcurrencyMax: 1, RetrySchedule.Doubling(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), count: 10));

    public async ValueTask<DeliveryOutcome> Deliver(Outgoing outgoing, CancellationToken cancellation)
    {
        await suspects.Release(outgoing.Customer, cancellation);
        return new DeliveryOutcome.Done();
    }
}
