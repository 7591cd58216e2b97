namespace Engagement.Storage.Postgres;

sealed class PostgresSuspectCustomers(PostgresDatabase database) : ISuspectCustomers
{
    static readonly string NextSuspect = StatementFile.Read("NextSuspectCustomer");
    static readonly string GiveUpOne = StatementFile.Read("GiveUpDue");

    public ValueTask<SuspectCustomer?> Next(DateTimeOffset now, CancellationToken cancellation) =>
        database.ByKey.First(
            NextSuspect,
            row => new SuspectCustomer(
                new(new(row.GetString(0), row.GetString(1)), row.Instant(2), row.GetInt32(3)),
                new(row.GetInt32(4), row.GetInt32(5))),
            cancellation,
            database.Owner, Suspicion.EndsBesideOthers, now.Stored());

    public async ValueTask<bool> Take(
        CustomerKey customer, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            UPDATE due d SET leased_until = $3, owner = $4
            FROM workspace_numbers w JOIN customers c ON c.workspace = w.number
            WHERE w.workspace = $1 AND c.customer_id = $2 AND c.due_lane = -1
              AND d.lane = c.due_lane AND d.due_at = c.due_at AND d.customer = c.number AND d.leased_until IS NULL
            """,
            cancellation,
            customer.Workspace, customer.CustomerId, leasedUntil.Stored(), database.Owner) == 1;

    public async ValueTask GiveUp(
        DueCustomer customer, OutboxEntry letter, string error, DateTimeOffset now, CancellationToken cancellation) =>
        await database.ByKey.Run(
            GiveUpOne,
            cancellation,
            customer.Customer.Workspace,
            customer.Customer.CustomerId,
            letter.Key,
            letter.Receiver,
            letter.NotBefore.Stored(),
            customer.Attempts,
            now.Stored(),
            Rows.Text(error),
            letter.Effect.ToArray());

    public async ValueTask Release(CustomerKey customer, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            WITH moved AS (
              UPDATE due d SET lane = 0, leased_until = NULL, owner = NULL
              FROM workspace_numbers w JOIN customers c ON c.workspace = w.number
              WHERE w.workspace = $1 AND c.customer_id = $2 AND c.due_lane = -2
                AND d.lane = c.due_lane AND d.due_at = c.due_at AND d.customer = c.number
              RETURNING d.customer, d.due_at
            )
            UPDATE customers c SET due_lane = 0 FROM moved m
            WHERE c.number = m.customer AND c.due_lane = -2 AND c.due_at = m.due_at
            """,
            cancellation,
            customer.Workspace, customer.CustomerId);
}
