using Engagement.Storage.GrainState;

namespace Engagement.Storage.Sqlite;

sealed class SqliteStateRows : IStateRows
{
    const string Where =
        """
        WHERE ServiceId = ? AND GrainTypeString = ? AND GrainIdN0 = 0 AND GrainIdN1 = 0 AND GrainIdExtensionString = ?
        """;

    readonly SqliteDatabase _database;
    readonly TimeProvider _clock;
    readonly ReadBatch<StateKey, StoredState?> _reads;

    public SqliteStateRows(SqliteDatabase database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _reads = new(ReadAll, database.Loops);
    }

    public async ValueTask<StoredState?> Read(StateKey key) => await _reads.Read(key);

    public ValueTask<int?> Write(StateKey key, int? expected, byte[]? payload) =>
        _database.Write(
            writer =>
            {
                var written = expected is { } version
                    ? writer.Statement(
                        $"""
                        UPDATE OrleansStorage SET Version = Version + 1, ModifiedOn = ?, PayloadBinary = ?
                        {Where} AND Version = ?
                        """)
                        .With(_clock.GetUtcNow()).With(payload).With(StateKey.Service).With(key.State).With(key.Key)
                        .With(version)
                        .Run()
                    : writer.Statement(
                        """
                        INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, Version,
                          ModifiedOn,
                          PayloadBinary)
                        VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING
                        """)
                        .With(StateKey.Service).With(key.State).With(key.Key).With(_clock.GetUtcNow()).With(payload)
                        .Run();
                return written == 1 ? (expected ?? 0) + 1 : (int?)null;
            },
            CancellationToken.None);

    ValueTask<IReadOnlyList<StoredState?>> ReadAll(IReadOnlyList<StateKey> keys) =>
        _database.Read<IReadOnlyList<StoredState?>>(
            reader =>
            [
                .. keys.Select(key => reader.Statement($"SELECT PayloadBinary, Version FROM OrleansStorage {Where}")
                    .With(StateKey.Service).With(key.State).With(key.Key)
                    .First(row => new StoredState(row.IsNull(0) ? null : row.Blob(0), row.Int32(1)))),
            ],
            CancellationToken.None);
}
