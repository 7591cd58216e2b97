using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Engagement.Customers;

namespace Engagement.Storage.Sqlite;

sealed class SqliteCustomerReads(SqliteDatabase database) : ICustomerReads
{
    // Each page of the journal is a read of its own: an export that takes minutes must not hold back the WAL's
    // checkpoint.
    const int JournalPage = 500;

    const string MessageColumns =
        """
        m.row, c.customer_id, m.key, m.channel, m.template, m.template_version, m.purpose, m.status, m.reason, m.at,
        m.sent_at, m.receipt, m.went_to, m.sha256, o.attempts, o.error,
        CASE o.claimed WHEN 0 THEN o.ready_at END
        """;

    // What waits for another try has its error in the queue; what has ended has its reason beside it.
    const string LastTry =
        """
        LEFT JOIN outbox o ON o.customer = m.customer AND o.key = m.key AND o.state IN (0, 3)
          AND o.error IS NOT NULL
        """;

    /// <summary>
    /// Goes through a workspace in the order of its index, and ends at the last customer that a page has room for.
    /// </summary>
    internal static string SelectListed(bool waiting) =>
        $"""
        SELECT c.customer_id, c.version, c.name, c.email, c.orders, c.open_alerts, c.points_pending,
          c.points_available, c.last_seen_at, c.unknown_waits
        FROM workspace_numbers w CROSS JOIN customers c ON c.workspace = w.number AND c.customer_id > ?1
          {(waiting ? "AND c.unknown_waits > 0" : "")}
        WHERE w.workspace = ?2 AND (?3 IS NULL OR instr(coalesce(c.folded, lower(c.customer_id
          || char(10) || coalesce(c.name, '') || char(10) || coalesce(c.email, ''))), ?3) > 0)
        ORDER BY c.customer_id LIMIT ?4
        """;

    public ValueTask<ImmutableArray<ListedCustomer>> List(
        string workspace, CustomerFilter filter, string? after, int max, CancellationToken cancellation) =>
        database.Browse(
            reader => reader.Statement(SelectListed(filter.WaitForUnknown)).With(after ?? "").With(workspace)
                .With(filter.Search is { } search ? SearchText.Fold(search) : null).With(max).All(ReadCustomer),
            cancellation);

    public ValueTask<bool> Exists(CustomerKey customer, CancellationToken cancellation) =>
        database.Read(reader => Find(reader, customer) is not null, cancellation);

    public ValueTask<ImmutableArray<JournalEntry>> Timeline(
        CustomerKey customer, long? beforeVersion, int max, CancellationToken cancellation) =>
        database.Browse(
            reader => reader.Statement(
                $"""
                SELECT {SqliteCustomerStore.EntryColumns} FROM journal j
                WHERE j.customer = ? AND j.version < ? ORDER BY j.version DESC LIMIT ?
                """)
                .With(Find(reader, customer) ?? 0).With(beforeVersion ?? long.MaxValue).With(max)
                .All(row => SqliteCustomerStore.ReadEntry(row)),
            cancellation);

    public ValueTask<ImmutableArray<BookedEntry>> Ledger(
        CustomerKey customer, long? before, int max, CancellationToken cancellation) =>
        database.Browse(
            reader => reader.Statement(
                """
                SELECT row, key, programme, from_account, to_account, points, order_id, at FROM ledger
                WHERE customer = ? AND row < ? ORDER BY row DESC LIMIT ?
                """)
                .With(Find(reader, customer) ?? 0).With(before ?? long.MaxValue).With(max)
                .All(row => new BookedEntry(row.Int64(0), new(
                    row.Text(1),
                    row.Text(2),
                    row.Text(3),
                    row.Text(4),
                    row.Int64(5),
                    row.Text(6),
                    row.Instant(7)))),
            cancellation);

    public ValueTask<ImmutableArray<ListedMessage>> Messages(
        string workspace, string? customerId, long? before, int max, CancellationToken cancellation) =>
        database.Browse(
            reader => customerId is null
                ? reader.Statement(
                    $"""
                    SELECT {MessageColumns} FROM workspace_numbers w
                    CROSS JOIN messages m ON m.workspace = w.number AND m.row < ?
                    CROSS JOIN customers c ON c.number = m.customer
                    {LastTry} WHERE w.workspace = ? ORDER BY m.row DESC LIMIT ?
                    """)
                    .With(before ?? long.MaxValue).With(workspace).With(max).All(ReadMessage)
                : reader.Statement(
                    $"""
                    SELECT {MessageColumns} FROM customers c CROSS JOIN messages m ON m.customer = c.number
                      AND m.row < ?
                    {LastTry} WHERE c.number = ? ORDER BY m.row DESC LIMIT ?
                    """)
                    .With(before ?? long.MaxValue).With(Find(reader, new(workspace, customerId)) ?? 0).With(max)
                    .All(ReadMessage),
            cancellation);

    public ValueTask<ListedMessage?> Message(CustomerKey customer, string key, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"""
                SELECT {MessageColumns} FROM customers c CROSS JOIN messages m ON m.customer = c.number AND m.key = ?
                {LastTry} WHERE c.number = ?
                """)
                .With(key).With(Find(reader, customer) ?? 0).First(ReadMessage),
            cancellation);

    public ValueTask<WorkspaceTotals> Totals(string workspace, CancellationToken cancellation) =>
        database.Browse(reader => SqliteTotals.Read(reader, workspace), cancellation);

    public async IAsyncEnumerable<(string CustomerId, JournalEntry Entry)> Journal(
        string workspace, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (customer, version) = ("", 0L);
        while (true)
        {
            var (afterCustomer, afterVersion) = (customer, version);
            var page = await database.Browse(
                reader => reader.Statement(
                    $"""
                    SELECT c.customer_id, {SqliteCustomerStore.EntryColumns} FROM workspace_numbers w
                    CROSS JOIN customers c ON c.workspace = w.number AND c.customer_id >= ?1
                    CROSS JOIN journal j ON j.customer = c.number
                    WHERE w.workspace = ?2 AND (c.customer_id > ?1 OR j.version > ?3)
                    ORDER BY c.customer_id, j.version LIMIT ?4
                    """)
                    .With(afterCustomer).With(workspace).With(afterVersion).With(JournalPage)
                    .All(row => (CustomerId: row.Text(0), Entry: SqliteCustomerStore.ReadEntry(row, 1))),
                cancellation);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Length < JournalPage)
            {
                yield break;
            }

            (customer, version) = (page[^1].CustomerId, page[^1].Entry.Version);
        }
    }

    static long? Find(Connection reader, CustomerKey customer) =>
        reader.Statement(
            """
            SELECT c.number FROM workspace_numbers w CROSS JOIN customers c ON c.workspace = w.number
              AND c.customer_id = ?
            WHERE w.workspace = ?
            """)
            .With(customer.CustomerId).With(customer.Workspace).Number();

    static ListedCustomer ReadCustomer(Statement row) => new(
        row.Text(0),
        row.Int64(1),
        new(
            row.TextOrNull(2),
            row.TextOrNull(3),
            row.Int32(4),
            row.Int32(5),
            row.Int64(6),
            row.Int64(7),
            row.Instant(8),
            (int)row.Int64(9)));

    static ListedMessage ReadMessage(Statement row) => new(
        row.Int64(0),
        row.Text(1),
        new(
            row.Text(2),
            row.Text(3),
            row.Text(4),
            row.Int32(5),
            row.Text(6),
            row.Text(7),
            row.TextOrNull(8),
            row.Instant(9)),
        row.InstantOrNull(10),
        row.TextOrNull(11),
        row.TextOrNull(12) is { } to ? new(to, row.TextOrNull(13)) : null,
        row.TextOrNull(15) is { } error ? new(row.Int32(14), error, row.InstantOrNull(16)) : null);
}
