using Engagement.Customers;
using Engagement.Storage;
using Engagement.Storage.GrainState;
using Engagement.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Tests.Simulation;

/// <summary>One process's life over the real store.</summary>
sealed class SimFileStore(SqliteDatabase database, SimThreads threads, SimLine line, TimeProvider clock) : ISimStore
{
    readonly GrainStorage _states = new(new SqliteStateRows(database, clock));

    public SqliteDatabase Database => database;

    public SimThreads Threads => threads;

    public ICustomerStore Customers { get; } = new SqliteCustomerStore(database);

    public IDueIndex Due { get; } = new SqliteDueIndex(database);

    public IOutbox Outbox { get; } = new SqliteOutbox(database);

    public ISuspectCustomers SuspectCustomers { get; } = new SqliteSuspectCustomers(database);

    public ISuspectEffects SuspectEffects { get; } = new SqliteSuspectEffects(database);

    public IAlertFeed Feed { get; } = new SqliteAlertFeed(database);

    public async ValueTask<ISnapshotPlace> Snapshots(CustomerKey customer)
    {
        var state = new SimGrainState(_states, customer);
        await state.ReadStateAsync();
        return new KeptSnapshot(state, NullLogger.Instance);
    }

    public void Crash() => line.Crash();

    public async ValueTask PutAway()
    {
        line.PutAway();
        await database.DisposeAsync();
    }
}
