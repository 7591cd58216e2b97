using System.Collections.Immutable;

namespace Engagement.Storage.Postgres;

sealed class PostgresDueIndex(PostgresDatabase database) : IDueIndex
{
    static readonly string ClaimDue = StatementFile.Read("ClaimDue");
    static readonly string SettleDue = StatementFile.Read("SettleDue");

    public async ValueTask<ImmutableArray<DueCustomer>> Claim(
        string lane,
        DateTimeOffset now,
        DateTimeOffset clock,
        DateTimeOffset leasedUntil,
        int max,
        CancellationToken cancellation) =>
        await database.FindLane(lane, cancellation) is { } number
            ? await database.ByKey.All(
                ClaimDue,
                row => new DueCustomer(new(row.GetString(0), row.GetString(1)), row.Instant(2), row.GetInt32(3)),
                cancellation,
                number, now.Stored(), clock.Stored(), leasedUntil.Stored(), max,

                // A lease that ends as it begins tells nothing of a process that ended.
                leasedUntil > clock ? database.Owner : null)
            : [];

    public async ValueTask Settle(CustomerKey customer, DateTimeOffset? dueAt, CancellationToken cancellation) =>
        await database.ByKey.Run(SettleDue, cancellation, customer.Workspace, customer.CustomerId, dueAt.Stored());

    public async ValueTask Postpone(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            WITH known AS MATERIALIZED (
              SELECT c.number, c.due_lane, c.due_at
              FROM workspace_numbers w JOIN customers c ON c.workspace = w.number AND c.customer_id = $2
              WHERE w.workspace = $1
            ),
            noted AS (
              UPDATE customers c SET due_lane = 0 FROM known k
              WHERE k.due_lane < 0 AND c.number = k.number AND c.due_lane = k.due_lane AND c.due_at = k.due_at
            )
            UPDATE due d SET lane = greatest(d.lane, 0), leased_until = $3, owner = NULL, attempts = attempts + 1
            FROM known k WHERE d.lane = k.due_lane AND d.due_at = k.due_at AND d.customer = k.number
            """,
            cancellation,
            customer.Workspace, customer.CustomerId, until.Stored());

    public async ValueTask Orphan(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            UPDATE due d SET leased_until = $3, owner = -1
            FROM workspace_numbers w JOIN customers c ON c.workspace = w.number
            WHERE w.workspace = $1 AND c.customer_id = $2 AND c.due_lane IN (0, -1)
              AND d.lane = c.due_lane AND d.due_at = c.due_at AND d.customer = c.number
            """,
            cancellation,
            customer.Workspace, customer.CustomerId, until.Stored());

    public async ValueTask GiveBack(ImmutableArray<CustomerKey> customers, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            UPDATE due d SET owner = NULL
            FROM unnest($1::text[], $2::text[]) AS g (workspace, customer_id)
            JOIN workspace_numbers w ON w.workspace = g.workspace
            JOIN customers c ON c.workspace = w.number AND c.customer_id = g.customer_id
            WHERE d.lane = c.due_lane AND d.due_at = c.due_at AND d.customer = c.number AND d.owner = $3
            """,
            cancellation,
            customers.Select(customer => customer.Workspace).ToArray(),
            customers.Select(customer => customer.CustomerId).ToArray(),
            database.Owner);

    public async ValueTask<DateTimeOffset?> Earliest(
        string lane, DateTimeOffset clock, CancellationToken cancellation) =>
        await database.FindLane(lane, cancellation) is { } number
            ? (await database.ByKey.Number(
                """
                SELECT due_at FROM due WHERE lane = $1 AND (leased_until IS NULL OR leased_until <= $2)
                ORDER BY due_at LIMIT 1
                """,
                cancellation,
                number, clock.Stored())).Instant()
            : null;

    public async ValueTask<long> Overdue(string lane, DateTimeOffset since, CancellationToken cancellation) =>
        await database.FindLane(lane, cancellation) is { } number
            ? (await database.ByKey.Number(
                "SELECT count(*) FROM due WHERE lane IN ($1, $2) AND due_at < $3",
                cancellation,
                number, number == DueLanes.Live ? (int)DueLanes.Apart : number, since.Stored()))!.Value
            : 0;
}
