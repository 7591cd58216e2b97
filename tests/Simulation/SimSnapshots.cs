using Engagement.Customers;

namespace Engagement.Tests.Simulation;

/// <summary>One customer's place for snapshots, as one activation sees it: others may have written since.</summary>
sealed class SimSnapshots(CustomerKey customer, SimProcess process) : ISnapshotPlace
{
    public CustomerSnapshot? Saved { get; private set; } = process.Disk.Snapshots.GetValueOrDefault(customer);

    public ValueTask<bool> Save(CustomerSnapshot snapshot)
    {
        // The place has a version of its own: of two that write at once the later one is told that it lost.
        var mayWrite = !process.Crashed && process.Disk.Snapshots.GetValueOrDefault(customer) == Saved;
        if (mayWrite)
        {
            process.Disk.Snapshots[customer] = Saved = snapshot;
        }

        return new(mayWrite);
    }
}
