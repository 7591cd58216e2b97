using Engagement.Customers;

namespace Engagement.Tests.Simulation;

/// <summary>One customer's place for snapshots, as one activation sees it: others may have written since.</summary>
sealed class SimSnapshots(CustomerKey customer, Disk disk, SimLine line) : ISnapshotPlace
{
    public CustomerSnapshot? Saved { get; private set; } = disk.Snapshots.GetValueOrDefault(customer);

    public ValueTask<bool> Save(CustomerSnapshot snapshot)
    {
        // The place has a version of its own: of two that write at once the later one is told that it lost.
        var mayWrite = !line.Crashed && disk.Snapshots.GetValueOrDefault(customer) == Saved;
        if (mayWrite)
        {
            disk.Snapshots[customer] = Saved = snapshot;
        }

        return new(mayWrite);
    }
}
