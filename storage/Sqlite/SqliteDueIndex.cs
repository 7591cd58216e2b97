using System.Collections.Immutable;
using Engagement.Customers;

namespace Engagement.Storage.Sqlite;

sealed class SqliteDueIndex(SqliteDatabase database) : IDueIndex
{
    const string SelectDue =
        """
        SELECT d.due_at, d.customer, d.attempts, c.customer_id, w.workspace FROM due d
        CROSS JOIN customers c ON c.number = d.customer
        CROSS JOIN workspace_numbers w ON w.number = c.workspace
        WHERE d.lane = ? AND d.due_at <= ? AND (d.leased_until IS NULL OR d.leased_until <= ?)
        ORDER BY d.due_at, d.customer LIMIT ?
        """;

    const string SelectEarliest =
        """
        SELECT due_at FROM due WHERE lane = ? AND (leased_until IS NULL OR leased_until <= ?) ORDER BY due_at LIMIT 1
        """;

    public async ValueTask<ImmutableArray<DueCustomer>> Claim(
        string lane,
        DateTimeOffset now,
        DateTimeOffset clock,
        DateTimeOffset leasedUntil,
        int max,
        CancellationToken cancellation)
    {
        // Most looks find nothing, and those need no transaction of the writer.
        if (await Earliest(lane, clock, cancellation) is not { } earliest || earliest > now)
        {
            return [];
        }

        return await database.Write(
            writer =>
            {
                var number = WorkspaceNumbers.Lane(writer, lane)!.Value;
                var claimed = writer.Statement(SelectDue).With(number).With(now).With(clock).With(max).All(row => (
                    Number: row.Int64(1),
                    Due: new DueCustomer(new(row.Text(4), row.Text(3)), row.Instant(0), row.Int32(2))));
                foreach (var row in claimed)
                {
                    writer.Statement("UPDATE due SET leased_until = ? WHERE lane = ? AND due_at = ? AND customer = ?")
                        .With(leasedUntil).With(number).With(row.Due.DueAt).With(row.Number).Run();
                }

                return claimed.Select(row => row.Due).ToImmutableArray();
            },
            cancellation);
    }

    public async ValueTask Settle(CustomerKey customer, DateTimeOffset? dueAt, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                if (Find(writer, customer) is { } row)
                {
                    DueRows.Move(
                        writer, row.Number, (row.Lane, row.At), dueAt is { } at ? (row.Lane, at.Stored()) : null);
                }

                return true;
            },
            cancellation);

    public async ValueTask Postpone(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                if (Find(writer, customer) is { } row)
                {
                    writer.Statement(
                        """
                        UPDATE due SET leased_until = ?, attempts = attempts + 1
                        WHERE lane = ? AND due_at = ? AND customer = ?
                        """)
                        .With(until).With(row.Lane).With(row.At).With(row.Number).Run();
                }

                return true;
            },
            cancellation);

    public ValueTask<DateTimeOffset?> Earliest(string lane, DateTimeOffset clock, CancellationToken cancellation) =>
        database.Read(
            reader => WorkspaceNumbers.Lane(reader, lane) is { } number
                ? reader.Statement(SelectEarliest).With(number).With(clock).Number().Instant()
                : null,
            cancellation);

    public ValueTask<long> Overdue(string lane, DateTimeOffset since, CancellationToken cancellation) =>
        database.Read(
            reader => WorkspaceNumbers.Lane(reader, lane) is { } number
                ? reader.Statement("SELECT count(*) FROM due WHERE lane = ? AND due_at < ?").With(number).With(since)
                    .Number()!.Value
                : 0,
            cancellation);

    /// <summary>Where the customer's row is; null when it waits for nothing.</summary>
    static (long Number, long Lane, long At)? Find(Connection connection, CustomerKey customer)
    {
        var row = connection.Statement(
            """
            SELECT c.number, c.due_lane, c.due_at FROM workspace_numbers w
            CROSS JOIN customers c ON c.workspace = w.number AND c.customer_id = ?
            WHERE w.workspace = ? AND c.due_at IS NOT NULL
            """)
            .With(customer.CustomerId).With(customer.Workspace);
        (long, long, long)? found = row.Next() ? (row.Int64(0), row.Int64(1), row.Int64(2)) : null;
        row.Begin();
        return found;
    }
}
