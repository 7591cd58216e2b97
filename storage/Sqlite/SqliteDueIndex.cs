using System.Collections.Immutable;

namespace Engagement.Storage.Sqlite;

sealed class SqliteDueIndex(SqliteDatabase database) : IDueIndex
{
    const string SelectDue =
        """
        SELECT d.due_at, d.customer, d.attempts, c.customer_id, w.workspace, d.leased_until, d.owner FROM due d
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
                var claimed = ImmutableArray.CreateBuilder<DueCustomer>();

                // A lease that ends as it begins tells nothing of a process that ended.
                long? owner = leasedUntil > clock ? database.Owner : null;
                var rows = writer.Statement(SelectDue).With(number).With(now).With(clock).With(max)
                    .All(row => (row.Int64(1), Read(row), IsOrphaned(row, owner)));
                foreach (var (customer, due, orphaned) in rows)
                {
                    if (orphaned)
                    {
                        SetApart(writer, customer, due);
                        continue;
                    }

                    writer.Statement(
                        """
                        UPDATE due SET leased_until = ?, owner = ? WHERE lane = ? AND due_at = ? AND customer = ?
                        """)
                        .With(leasedUntil).With(owner).With(number).With(due.DueAt).With(customer).Run();
                    claimed.Add(due);
                }

                return claimed.DrainToImmutable();
            },
            cancellation);
    }

    public async ValueTask Settle(CustomerKey customer, DateTimeOffset? dueAt, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                if (DueRows.Find(writer, customer) is { } row)
                {
                    DueRows.Move(
                        writer, row.Number, (row.Lane, row.At),
                        dueAt is { } at ? (DueLanes.Home(row.Lane), at.Stored()) : null);
                }

                return true;
            },
            cancellation);

    public async ValueTask Postpone(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                if (DueRows.Find(writer, customer) is { } row)
                {
                    var home = DueLanes.Home(row.Lane);
                    writer.Statement(
                        """
                        UPDATE due SET lane = ?, leased_until = ?, owner = NULL, attempts = attempts + 1
                        WHERE lane = ? AND due_at = ? AND customer = ?
                        """)
                        .With(home).With(until).With(row.Lane).With(row.At).With(row.Number).Run();
                    DueRows.Note(writer, row.Number, row.Lane, home);
                }

                return true;
            },
            cancellation);

    public async ValueTask Orphan(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                if (DueRows.Find(writer, customer) is { Lane: DueLanes.Live or DueLanes.Apart } row)
                {
                    writer.Statement(
                        """
                        UPDATE due SET leased_until = ?, owner = -1 WHERE lane = ? AND due_at = ? AND customer = ?
                        """)
                        .With(until).With(row.Lane).With(row.At).With(row.Number).Run();
                }

                return true;
            },
            cancellation);

    public async ValueTask GiveBack(ImmutableArray<CustomerKey> customers, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                foreach (var customer in customers)
                {
                    if (DueRows.Find(writer, customer) is { } row)
                    {
                        writer.Statement(
                            """
                            UPDATE due SET owner = NULL WHERE lane = ? AND due_at = ? AND customer = ? AND owner = ?
                            """)
                            .With(row.Lane).With(row.At).With(row.Number).With(database.Owner).Run();
                    }
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
                ? reader.Statement("SELECT count(*) FROM due WHERE lane IN (?, ?) AND due_at < ?")
                    .With(number).With(number == DueLanes.Live ? DueLanes.Apart : number).With(since).Number()!.Value
                : 0,
            cancellation);

    static DueCustomer Read(Statement row) =>
        new(new(row.Text(4), row.Text(3)), row.Instant(0), row.Int32(2));

    /// <summary>It was in the hands of a process that is gone. Who claims without a lease sets nothing apart.</summary>
    static bool IsOrphaned(Statement row, long? owner) =>
        owner is { } mine && !row.IsNull(5) && row.Int64OrNull(6) is { } theirs && theirs != mine;

    /// <summary>Only live rows have an owner.</summary>
    static void SetApart(Connection writer, long customer, DueCustomer due)
    {
        writer.Statement(
            """
            UPDATE due SET lane = -1, leased_until = NULL, owner = NULL, ends = ends + 1
            WHERE lane = 0 AND due_at = ? AND customer = ?
            """)
            .With(due.DueAt).With(customer).Run();
        DueRows.Note(writer, customer, DueLanes.Live, DueLanes.Apart);
    }
}
