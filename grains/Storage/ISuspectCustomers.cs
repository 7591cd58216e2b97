namespace Engagement.Storage;

/// <summary>
/// Customers of live workspaces whose wake a process had in its hands when it ended. A claim finds them when their
/// lease has run out, counts the end and sets them apart; a wake that ends in any way, and any commit of theirs after
/// which they are due at another time, brings them back. Who was given up stays so through every commit.
/// </summary>
public interface ISuspectCustomers
{
    /// <summary>
    /// The one to be woken next, least suspected first. Counts it first for the process that ended in its trial.
    /// </summary>
    ValueTask<SuspectCustomer?> Next(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Leases it. False when somebody else has it meanwhile, or it waits no more.</summary>
    ValueTask<bool> Take(
        CustomerKey customer, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation);

    /// <summary>Wakes it no more, and puts that among the dead letters as this effect.</summary>
    ValueTask GiveUp(DueCustomer customer, OutboxEntry letter, string error, DateTimeOffset now,
        CancellationToken cancellation);

    /// <summary>Lets one that was given up be woken again, as if nothing had been.</summary>
    ValueTask Release(CustomerKey customer, CancellationToken cancellation);
}

public sealed record SuspectCustomer(DueCustomer Due, Suspicion Suspicion);
