using Engagement.Storage;

namespace Engagement.Tests.Simulation;

/// <summary>Nothing is ever set apart.</summary>
sealed class NoSuspects : ISuspectCustomers, ISuspectEffects
{
    ValueTask<SuspectCustomer?> ISuspectCustomers.Next(DateTimeOffset now, CancellationToken cancellation) => default;

    ValueTask<SuspectEffect?> ISuspectEffects.Next(DateTimeOffset now, CancellationToken cancellation) => default;

    public ValueTask<bool> Take(
        CustomerKey customer, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<PendingEffect?> Take(
        long row, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask GiveUp(
        DueCustomer customer, OutboxEntry letter, string error, DateTimeOffset now, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask Release(CustomerKey customer, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
