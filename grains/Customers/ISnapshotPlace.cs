namespace Engagement.Customers;

/// <summary>Where a customer's snapshot is kept: a grain's state, or the simulator's disk.</summary>
public interface ISnapshotPlace
{
    /// <summary>What was saved last, as far as is known here; null when nothing was.</summary>
    CustomerSnapshot? Saved { get; }

    /// <returns>
    /// False when it could not be saved now. Nothing is lost by it, as the journal has everything.
    /// </returns>
    ValueTask<bool> Save(CustomerSnapshot snapshot);
}
