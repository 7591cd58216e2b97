using System.Collections.Immutable;

namespace Engagement.Storage.Sqlite;

sealed class SqliteCustomerStore : ICustomerStore
{
    internal const string EntryColumns =
        """
        j.version, j.at, j.kind, j.revision, j.input, j.facts, j.source, j.event_id, j.event_type, j.occurred_at,
        j.body_hash
        """;

    const string SelectTail =
        $"""
        SELECT {EntryColumns} FROM workspace_numbers w
        CROSS JOIN customers c ON c.workspace = w.number AND c.customer_id = ?
        CROSS JOIN journal j ON j.customer = c.number AND j.version > ?
        WHERE w.workspace = ? ORDER BY j.version
        """;

    readonly SqliteDatabase _database;
    readonly ReadBatch<(CustomerKey Customer, long After), ImmutableArray<JournalEntry>> _tails;

    public SqliteCustomerStore(SqliteDatabase database)
    {
        _database = database;
        _tails = new(ReadTails, database.Loops);
    }

    public async ValueTask<ImmutableArray<JournalEntry>> Tail(
        CustomerKey customer, long afterVersion, CancellationToken cancellation) =>
        await _tails.Read((customer, afterVersion)).WaitAsync(cancellation);

    public ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation) =>
        _database.Queue.Commit(commit, cancellation);

    public ValueTask<ImmutableArray<HeldSuppression>> Suppressed(
        string workspace, string channel, string address, CancellationToken cancellation) =>
        _database.Read(
            reader => reader.Statement(
                """
                SELECT c.customer_id, s.reason FROM workspace_numbers w
                CROSS JOIN suppressions s ON s.workspace = w.number AND s.channel = ? AND s.address = ?
                CROSS JOIN customers c ON c.number = s.customer
                WHERE w.workspace = ? ORDER BY c.customer_id LIMIT 100
                """)
                .With(channel).With(SuppressionRow.Compared(address)).With(workspace)
                .All(row => new HeldSuppression(row.Text(0), row.Text(1))),
            cancellation);

    /// <summary>Reads <see cref="EntryColumns"/> from a column on.</summary>
    internal static JournalEntry ReadEntry(Statement row, int from = 0)
    {
        var stamp = row.IsNull(from + 7)
            ? null
            : new EventStamp(
                new(row.Text(from + 6), row.Text(from + 7)),
                row.Text(from + 8),
                row.Instant(from + 9),
                JournalCodes.ReadHash(row.Span(from + 10)));
        return new(
            row.Int64(from),
            row.Instant(from + 1),
            JournalCodes.Kind(row.Int64(from + 2)),
            stamp,
            row.Int64(from + 3),
            row.Blob(from + 4),
            row.Blob(from + 5));
    }

    ValueTask<IReadOnlyList<ImmutableArray<JournalEntry>>> ReadTails(
        IReadOnlyList<(CustomerKey Customer, long After)> keys) =>
        _database.Read<IReadOnlyList<ImmutableArray<JournalEntry>>>(
            connection =>
            [
                .. keys.Select(key => connection.Statement(SelectTail)
                    .With(key.Customer.CustomerId).With(key.After).With(key.Customer.Workspace)
                    .All(row => ReadEntry(row))),
            ],
            CancellationToken.None);
}
