using Engagement.Storage.GrainState;

namespace Engagement.Storage.Postgres;

sealed class PostgresStateRows : IStateRows, IAsyncDisposable
{
    const string SelectStates =
        """
        SELECT k.n, s.PayloadBinary, s.Version
        FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS k (state, key, n)
        JOIN OrleansStorage s ON s.ServiceId = $1 AND s.GrainTypeString = k.state AND s.GrainIdN0 = 0
          AND s.GrainIdN1 = 0
          AND s.GrainIdExtensionString = k.key
        """;

    readonly PostgresDatabase _database;
    readonly GroupCommit _writes;
    readonly ReadBatch<StateKey, StoredState?> _reads;

    /// <param name="writes">Over a <see cref="PostgresStateWrites"/>.</param>
    public PostgresStateRows(PostgresDatabase database, GroupCommit writes)
    {
        (_database, _writes) = (database, writes);
        _reads = new(ReadAll, TaskScheduler.Default);
    }

    public async ValueTask<StoredState?> Read(StateKey key) => await _reads.Read(key);

    public async ValueTask<int?> Write(StateKey key, int? expected, byte[]? payload)
    {
        var pending = new PendingState(key, expected, payload);
        await _writes.Enqueue(pending, CancellationToken.None);
        return await pending.Answer;
    }

    public ValueTask DisposeAsync() => _writes.DisposeAsync();

    async ValueTask<IReadOnlyList<StoredState?>> ReadAll(IReadOnlyList<StateKey> keys)
    {
        var rows = await _database.ByKey.All(
            SelectStates,
            row => (
                Key: (int)row.GetInt64(0) - 1,
                State: new StoredState(row.IsDBNull(1) ? null : row.Blob(1), row.GetInt32(2))),
            CancellationToken.None,
            StateKey.Service,
            keys.Select(key => key.State).ToArray(),
            keys.Select(key => key.Key).ToArray());
        var states = new StoredState?[keys.Count];
        foreach (var row in rows)
        {
            states[row.Key] = row.State;
        }

        return states;
    }
}

/// <summary>Puts a batch of states into one statement.</summary>
sealed class PostgresStateWrites(PostgresDatabase database) : ITransactor
{
    static readonly string WriteStates = StatementFile.Read("WriteStates");

    public async ValueTask Write(IReadOnlyList<PendingWrite> batch)
    {
        // Two writers of one state at once: one of them is late, whichever it is.
        var states = batch.Cast<PendingState>().DistinctBy(state => state.Key).ToArray();
        var written = await database.ByKey.All(
            WriteStates,
            row => (State: (int)row.GetInt64(0) - 1, Version: row.GetInt32(1)),
            CancellationToken.None,
            StateKey.Service,
            Array.ConvertAll(states, state => state.Key.State),
            Array.ConvertAll(states, state => state.Key.Key),
            Array.ConvertAll(states, state => state.Expected),
            Array.ConvertAll(states, state => state.Payload));
        foreach (var (state, version) in written)
        {
            states[state].NewVersion = version;
        }
    }

    public bool IsOutage(Exception error) => error is StoreUnavailableException;

    /// <summary>A state is a cache: what is held counts as an outage, and is written the next time.</summary>
    public bool IsHeld(Exception error) => false;
}
