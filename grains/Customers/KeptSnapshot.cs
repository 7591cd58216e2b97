using Engagement.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace Engagement.Customers;

/// <summary>A customer's snapshot as the state of its grain.</summary>
sealed partial class KeptSnapshot(IPersistentState<CustomerSnapshot> kept, ILogger log) : ISnapshotPlace
{
    public CustomerSnapshot? Saved =>
        kept.RecordExists && kept.State.Format == CustomerSnapshot.CurrentFormat ? kept.State : null;

    public async ValueTask<bool> Save(CustomerSnapshot snapshot)
    {
        try
        {
            kept.State = snapshot;
            await kept.WriteStateAsync();
            return true;
        }
        catch (Exception error) when (error is OrleansException or StoreUnavailableException)
        {
            LogSnapshotFailed(log, snapshot.Version, Reason(error));
            return false;
        }
    }

    // Orleans' own words name the customer.
    static string Reason(Exception error) => error switch
    {
        InconsistentStateException => "another activation wrote one meanwhile",
        OrleansException { InnerException: StoreUnavailableException inner } => inner.Message,
        OrleansException => (error.InnerException ?? error).GetType().Name,
        _ => error.Message,
    };
}
