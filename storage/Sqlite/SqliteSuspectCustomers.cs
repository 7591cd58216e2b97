namespace Engagement.Storage.Sqlite;

sealed class SqliteSuspectCustomers(SqliteDatabase database) : ISuspectCustomers
{
    public async ValueTask<SuspectCustomer?> Next(DateTimeOffset now, CancellationToken cancellation)
    {
        if (await database.Read(
            reader => reader.Statement("SELECT 1 FROM due WHERE lane = -1 LIMIT 1").Number(), cancellation) is null)
        {
            return null;
        }

        return await database.Write(
            writer =>
            {
                writer.Statement(
                    """
                    UPDATE due SET ends = ends + (coalesce(owner, ?1) <> ?1),
                      lone_ends = lone_ends + (coalesce(owner, ?1) <> ?1 AND ends >= ?2), leased_until = NULL,
                      owner = NULL
                    WHERE lane = -1 AND leased_until <= ?3
                    """)
                    .With(database.Owner).With(Suspicion.EndsBesideOthers).With(now).Run();
                return writer.Statement(
                    """
                    SELECT w.workspace, c.customer_id, d.due_at, d.attempts, d.ends, d.lone_ends FROM due d
                    CROSS JOIN customers c ON c.number = d.customer
                    CROSS JOIN workspace_numbers w ON w.number = c.workspace
                    WHERE d.lane = -1 AND d.leased_until IS NULL
                    ORDER BY d.lone_ends, d.due_at, d.customer LIMIT 1
                    """)
                    .First(row => new SuspectCustomer(
                        new(new(row.Text(0), row.Text(1)), row.Instant(2), row.Int32(3)),
                        new(row.Int32(4), row.Int32(5))));
            },
            cancellation);
    }

    public ValueTask<bool> Take(
        CustomerKey customer, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation) =>
        database.Write(
            writer => DueRows.Find(writer, customer) is { Lane: DueLanes.Apart } row
                && writer.Statement(
                    """
                    UPDATE due SET leased_until = ?, owner = ?
                    WHERE lane = -1 AND due_at = ? AND customer = ? AND leased_until IS NULL
                    """)
                    .With(leasedUntil).With(database.Owner).With(row.At).With(row.Number).Run() == 1,
            cancellation);

    public async ValueTask GiveUp(
        DueCustomer customer, OutboxEntry letter, string error, DateTimeOffset now, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                if (DueRows.Find(writer, customer.Customer) is not { Lane: DueLanes.Apart } row)
                {
                    return false;
                }

                Move(writer, row, DueLanes.GivenUp);
                writer.Statement(
                    """
                    INSERT INTO outbox (customer, key, receiver, state, ready_at, attempts, enqueued_at, ended_at,
                      error, effect)
                    VALUES (?1, ?2, ?3, 2, ?4, ?5, ?6, ?6, ?7, ?8)
                    ON CONFLICT (customer, key) DO UPDATE SET state = 2, attempts = ?5, ended_at = ?6, error = ?7
                    """)
                    .With(row.Number).With(letter.Key).With(letter.Receiver).With(letter.NotBefore)
                    .With((long)customer.Attempts).With(now).With(error).With(letter.Effect).Run();
                return true;
            },
            cancellation);

    public async ValueTask Release(CustomerKey customer, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                if (DueRows.Find(writer, customer) is { Lane: DueLanes.GivenUp } row)
                {
                    Move(writer, row, DueLanes.Live);
                }

                return true;
            },
            cancellation);

    static void Move(Connection writer, (long Number, long Lane, long At) row, long to)
    {
        writer.Statement(
            """
            UPDATE due SET lane = ?, leased_until = NULL, owner = NULL, attempts = 0, ends = 0, lone_ends = 0
            WHERE lane = ? AND due_at = ? AND customer = ?
            """)
            .With(to).With(row.Lane).With(row.At).With(row.Number).Run();
        DueRows.Note(writer, row.Number, row.Lane, to);
    }
}
