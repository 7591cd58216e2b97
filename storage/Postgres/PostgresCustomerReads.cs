using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Engagement.Customers;
using Npgsql;

namespace Engagement.Storage.Postgres;

sealed class PostgresCustomerReads(PostgresDatabase database) : ICustomerReads
{
    // Each page of the journal is a statement of its own: an export that takes minutes must not hold back vacuum.
    const int JournalPage = 1_000;

    const string OfCustomer = "workspace_numbers w JOIN customers c ON c.workspace = w.number";

    const string MessageColumns =
        """
        m.row, c.customer_id, m.key, m.channel, m.template, m.template_version, m.purpose, m.status, m.reason, m.at,
        m.sent_at, m.receipt, m.went_to, m.sha256, o.attempts, o.error,
        CASE WHEN NOT o.claimed THEN o.ready_at END
        """;

    // What waits for another try has its error in the queue; what has ended has its reason beside it.
    const string LastTry =
        """
        LEFT JOIN outbox o ON o.customer = m.customer AND o.key = m.key AND o.state IN (0, 3)
          AND o.error IS NOT NULL
        """;

    // By the workspace's number: the planner knows then how many of all customers are its own.
    public async ValueTask<ImmutableArray<ListedCustomer>> List(
        string workspace, CustomerFilter filter, string? after, int max, CancellationToken cancellation) =>
        await database.Reads.All(
            $"""
            SELECT c.customer_id, c.version, c.name, c.email, c.orders, c.open_alerts, c.points_pending,
              c.points_available, c.last_seen_at, c.unknown_waits
            FROM customers c
            WHERE c.workspace = $1 AND c.customer_id > $2
              {(filter.WaitForUnknown ? "AND c.unknown_waits > 0" : "")} AND ($3::text IS NULL OR position(
              $3::text IN coalesce(c.folded, lower(concat_ws(E'\n', c.customer_id, c.name, c.email) COLLATE "C"))) > 0)
            ORDER BY c.customer_id LIMIT $4
            """,
            ReadCustomer,
            cancellation,
            await database.FindWorkspace(workspace, cancellation) ?? -1, after ?? "",
            filter.Search is { } search ? SearchText.Fold(search) : null, max);

    public async ValueTask<bool> Exists(CustomerKey customer, CancellationToken cancellation) =>
        await database.Reads.Number(
            $"SELECT c.number FROM {OfCustomer} WHERE w.workspace = $1 AND c.customer_id = $2",
            cancellation,
            customer.Workspace, customer.CustomerId) is not null;

    public ValueTask<ImmutableArray<JournalEntry>> Timeline(
        CustomerKey customer, long? beforeVersion, int max, CancellationToken cancellation) =>
        database.Reads.All(
            $"""
            SELECT {PostgresCustomerStore.EntryColumns} FROM {OfCustomer} JOIN journal j ON j.customer = c.number
            WHERE w.workspace = $1 AND c.customer_id = $2 AND j.version < $3 ORDER BY j.version DESC LIMIT $4
            """,
            row => PostgresCustomerStore.ReadEntry(row, 0),
            cancellation,
            customer.Workspace, customer.CustomerId, beforeVersion ?? long.MaxValue, max);

    public ValueTask<ImmutableArray<BookedEntry>> Ledger(
        CustomerKey customer, long? before, int max, CancellationToken cancellation) =>
        database.Reads.All(
            $"""
            SELECT l.row, l.key, l.programme, l.from_account, l.to_account, l.points, l.order_id, l.at
            FROM {OfCustomer} JOIN ledger l ON l.customer = c.number
            WHERE w.workspace = $1 AND c.customer_id = $2 AND l.row < $3 ORDER BY l.row DESC LIMIT $4
            """,
            row => new BookedEntry(row.GetInt64(0), new(
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetInt64(5),
                row.GetString(6),
                row.Instant(7))),
            cancellation,
            customer.Workspace, customer.CustomerId, before ?? long.MaxValue, max);

    public ValueTask<ImmutableArray<ListedMessage>> Messages(
        string workspace, string? customerId, long? before, int max, CancellationToken cancellation) =>
        customerId is null
            ? database.Reads.All(
                $"""
                SELECT {MessageColumns} FROM workspace_numbers w JOIN messages m ON m.workspace = w.number
                JOIN customers c ON c.number = m.customer
                {LastTry} WHERE w.workspace = $1 AND m.row < $2 ORDER BY m.row DESC LIMIT $3
                """,
                ReadMessage,
                cancellation,
                workspace, before ?? long.MaxValue, max)
            : database.Reads.All(
                $"""
                SELECT {MessageColumns} FROM {OfCustomer} JOIN messages m ON m.customer = c.number
                {LastTry} WHERE w.workspace = $1 AND c.customer_id = $2 AND m.row < $3 ORDER BY m.row DESC LIMIT $4
                """,
                ReadMessage,
                cancellation,
                workspace, customerId, before ?? long.MaxValue, max);

    public ValueTask<ListedMessage?> Message(CustomerKey customer, string key, CancellationToken cancellation) =>
        database.Reads.First(
            $"""
            SELECT {MessageColumns} FROM {OfCustomer} JOIN messages m ON m.customer = c.number
            {LastTry} WHERE w.workspace = $1 AND c.customer_id = $2 AND m.key = $3
            """,
            ReadMessage,
            cancellation,
            customer.Workspace, customer.CustomerId, key);

    public ValueTask<WorkspaceTotals> Totals(string workspace, CancellationToken cancellation) =>
        PostgresTotals.Read(database, workspace, cancellation);

    public async IAsyncEnumerable<(string CustomerId, JournalEntry Entry)> Journal(
        string workspace, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (customer, version) = ("", 0L);
        while (true)
        {
            var page = await database.Reads.All(
                $"""
                SELECT c.customer_id, {PostgresCustomerStore.EntryColumns}
                FROM {OfCustomer} JOIN journal j ON j.customer = c.number
                WHERE w.workspace = $1 AND c.customer_id >= $2 AND (c.customer_id > $2 OR j.version > $3)
                ORDER BY c.customer_id, j.version LIMIT $4
                """,
                row => (CustomerId: row.GetString(0), Entry: PostgresCustomerStore.ReadEntry(row, 1)),
                cancellation,
                workspace, customer, version, JournalPage);
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

    static ListedCustomer ReadCustomer(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        new(
            row.TextOrNull(2),
            row.TextOrNull(3),
            row.GetInt32(4),
            row.GetInt32(5),
            row.GetInt64(6),
            row.GetInt64(7),
            row.Instant(8),
            row.GetInt32(9)));

    static ListedMessage ReadMessage(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        new(
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetInt32(5),
            row.GetString(6),
            row.GetString(7),
            row.TextOrNull(8),
            row.Instant(9)),
        row.InstantOrNull(10),
        row.TextOrNull(11),
        row.TextOrNull(12) is { } to ? new(to, row.TextOrNull(13)) : null,
        row.TextOrNull(15) is { } error ? new(row.GetInt32(14), error, row.InstantOrNull(16)) : null);
}
