using System.Collections.Immutable;

namespace Engagement.Storage.Postgres;

sealed class PostgresAheadOfTime(PostgresDatabase database) : IAheadOfTime
{
    const string OfLive =
        """
        FROM customers c
        JOIN workspace_numbers n ON n.number = c.workspace
        JOIN workspaces w ON w.id = n.workspace AND NOT w.rehearsal
        WHERE c.last_seen_at > $1::bigint
        """;

    public async ValueTask<AheadOfTime> Count(DateTimeOffset now, CancellationToken cancellation) =>
        (await database.Reads.First(
            $"""
            SELECT
              (SELECT count(*) {OfLive}),
              (SELECT count(*) FROM outbox WHERE state = 0 AND ready_at > $2::bigint)
                + (SELECT count(*) FROM outbox WHERE state = 3 AND ready_at > $2::bigint),
              (SELECT count(*) FROM due WHERE lane IN (0, -1) AND leased_until > $1::bigint),
              (SELECT count(*) FROM agents WHERE locked_until > $1::bigint)
            """,
            row => new AheadOfTime(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
            cancellation,
            (now + AheadOfTime.Tolerance).Stored(), (now + AheadOfTime.EffectTolerance).Stored()))!;

    public async ValueTask SetRight(DateTimeOffset now, CancellationToken cancellation) =>
        await database.Reads.Run(
            """
            WITH effects AS (
              UPDATE outbox SET ready_at = $1::bigint WHERE state = 0 AND ready_at > $3::bigint
            ),
            apart AS (
              UPDATE outbox SET ready_at = $1::bigint WHERE state = 3 AND ready_at > $3::bigint
            ),
            wakes AS (
              UPDATE due SET leased_until = NULL, owner = NULL WHERE lane IN (0, -1) AND leased_until > $2::bigint
            )
            UPDATE agents SET locked_until = NULL WHERE locked_until > $2::bigint
            """,
            cancellation,
            now.Stored(), (now + AheadOfTime.Tolerance).Stored(), (now + AheadOfTime.EffectTolerance).Stored());

    public ValueTask<ImmutableArray<AheadCustomer>> Customers(
        DateTimeOffset now, long afterNumber, int max, CancellationToken cancellation) =>
        database.Reads.All(
            $"SELECT c.number, n.workspace, c.customer_id {OfLive} AND c.number > $2 ORDER BY c.number LIMIT $3",
            row => new AheadCustomer(row.GetInt64(0), new(row.GetString(1), row.GetString(2))),
            cancellation,
            (now + AheadOfTime.Tolerance).Stored(), afterNumber, max);
}
