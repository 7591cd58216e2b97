using Engagement.Customers;
using Engagement.Storage;

namespace Engagement.Tests.Simulation;

/// <summary>What survives the crashes of a world's processes: simulated tables, or a file of the real store.</summary>
interface ISimDisk
{
    /// <summary>How much was written so far; it grows while a process is busy.</summary>
    long Written { get; }

    /// <summary>The store of a process that begins now.</summary>
    ISimStore Open(World world, CommitSignals signals);

    /// <summary>The world is at rest: puts away what is open and tells what the disk holds.</summary>
    ValueTask<Disk> Close();
}

/// <summary>One process's store, until it crashes.</summary>
interface ISimStore
{
    ICustomerStore Customers { get; }

    IDueIndex Due { get; }

    IOutbox Outbox { get; }

    ISuspectCustomers SuspectCustomers { get; }

    ISuspectEffects SuspectEffects { get; }

    IAlertFeed Feed { get; }

    /// <summary>Where the customer's snapshot is kept, as an activation that begins now finds it.</summary>
    ValueTask<ISnapshotPlace> Snapshots(CustomerKey customer);

    /// <summary>Nothing that the process asks for comes back any more.</summary>
    void Crash();
}
