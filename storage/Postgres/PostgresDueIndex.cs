using System.Collections.Immutable;
using Engagement.Customers;

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
                number, now.Stored(), clock.Stored(), leasedUntil.Stored(), max)
            : [];

    public async ValueTask Settle(CustomerKey customer, DateTimeOffset? dueAt, CancellationToken cancellation) =>
        await database.ByKey.Run(SettleDue, cancellation, customer.Workspace, customer.CustomerId, dueAt.Stored());

    public async ValueTask Postpone(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            UPDATE due d SET leased_until = $3, attempts = attempts + 1
            FROM workspace_numbers w JOIN customers c ON c.workspace = w.number
            WHERE w.workspace = $1 AND c.customer_id = $2
              AND d.lane = c.due_lane AND d.due_at = c.due_at AND d.customer = c.number
            """,
            cancellation,
            customer.Workspace, customer.CustomerId, until.Stored());

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
                "SELECT count(*) FROM due WHERE lane = $1 AND due_at < $2", cancellation, number,
                since.Stored()))!.Value
            : 0;
}
