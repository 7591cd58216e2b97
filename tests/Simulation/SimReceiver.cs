using System.Text.Json;
using Engagement.Customers;
using Engagement.Receivers;
using Engagement.Retries;

namespace Engagement.Tests.Simulation;

/// <summary>A mail relay that may act and then say nothing.</summary>
sealed class SimReceiver(World world) : IReceiver
{
    public string Name => "email";

    public DeliveryOptions Habits { get; } =
        new(ConcurrencyMax: 4, RetrySchedule.Doubling(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), count: 30));

    public async ValueTask<DeliveryOutcome> Deliver(Outgoing outgoing, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(1, 300)), world.Clock, cancellation);
        if (world.Chance(world.Faults.LostBefore))
        {
            return new DeliveryOutcome.TryAgain("The relay did not answer.");
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(outgoing.Effect, CoreJson.Effect);
        world.Outside.Perform(outgoing.Customer, outgoing.Effect.Key, content);
        if (world.Chance(world.Faults.ReceiverActsThenFails))
        {
            await Task.Delay(TimeSpan.FromMinutes(5), world.Clock, cancellation);
        }

        return new DeliveryOutcome.Done();
    }
}
