using System.Collections.Immutable;
using Engagement.DeadLetters;

namespace Engagement.Storage.Postgres;

sealed class PostgresOutbox(PostgresDatabase database) : IOutbox, IOutboxPurge
{
    // Deletes and dead letters name their customer's workspace by this.
    const string OfCustomer =
        "JOIN customers c ON c.number = o.customer JOIN workspace_numbers w ON w.number = c.workspace";

    const string ClaimReady =
        $"""
        WITH picked AS (
          SELECT row, claimed, claimed AND coalesce(owner <> $5, false) AS orphaned
          FROM outbox WHERE state = 0 AND receiver = $1 AND ready_at <= $2
          ORDER BY ready_at, row LIMIT $4 FOR UPDATE SKIP LOCKED
        ),
        apart AS (
          UPDATE outbox o SET state = 3, ends = ends + 1, claimed = false, owner = NULL
          FROM picked p WHERE o.row = p.row AND p.orphaned
        ),
        leased AS (
          UPDATE outbox o SET ready_at = $3, attempts = attempts + 1, claimed = true, owner = $5
          FROM picked p WHERE o.row = p.row AND NOT p.orphaned
          RETURNING o.row, o.customer, o.key, o.effect, o.attempts, o.enqueued_at, p.claimed AS interrupted
        )
        SELECT o.row, w.workspace, c.customer_id, o.key, o.effect, o.attempts, o.enqueued_at, o.interrupted
        FROM leased o {OfCustomer} ORDER BY o.row
        """;

    // What comes back from being set apart (state 3) waits in its queue again, unless nothing was tried.
    // code: 1 done, 2 retry, 3 held back, 4 given up, 5 withheld. Rows are taken in their order, as every settlement
    // takes them. What was withheld and left all the same, by a claim whose lease had run out, was sent.
    const string SettleAll =
        """
        WITH given AS (
          SELECT * FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[])
            AS g (row, code, at, said, went_to, sha256)
        ),
        held AS MATERIALIZED (
          SELECT o.row FROM outbox o JOIN given g ON g.row = o.row ORDER BY o.row FOR UPDATE OF o
        ),
        settled AS (
          UPDATE outbox o SET
            state = CASE WHEN g.code IN (1, 5) THEN 1 WHEN g.code = 4 THEN 2 WHEN g.code = 3 THEN o.state ELSE 0 END,
            claimed = false,
            attempts = o.attempts - CASE g.code WHEN 3 THEN 1 ELSE 0 END,
            ready_at = CASE WHEN g.code IN (2, 3) THEN g.at ELSE o.ready_at END,
            ended_at = CASE WHEN g.code IN (1, 4, 5) THEN g.at END,
            error = CASE WHEN g.code = 1 THEN NULL WHEN g.code = 3 THEN o.error ELSE g.said END
          FROM given g JOIN held h ON h.row = g.row
          WHERE o.row = g.row AND (o.state IN (0, 3) OR (g.code = 1 AND (o.state <> 1 OR o.error IS NOT NULL)))
          RETURNING o.customer, o.key, g.code, g.at, g.said, g.went_to, g.sha256
        )
        UPDATE messages m SET
          status = CASE s.code WHEN 1 THEN 'sent' WHEN 5 THEN 'withheld' ELSE 'failed' END,
          reason = CASE s.code WHEN 1 THEN NULL ELSE s.said END,
          sent_at = CASE s.code WHEN 1 THEN s.at END,
          receipt = CASE s.code WHEN 1 THEN s.said END,
          went_to = s.went_to,
          sha256 = s.sha256
        FROM settled s WHERE m.customer = s.customer AND m.key = s.key AND s.code IN (1, 4, 5) AND m.status <> 'sent'
        """;

    const string ReviveOne =
        """
        WITH revived AS (
          UPDATE outbox o SET state = 0, ready_at = $3, attempts = 0, claimed = false, ended_at = NULL, error = NULL,
            owner = NULL, ends = 0, lone_ends = 0
          FROM customers c JOIN workspace_numbers w ON w.number = c.workspace
          WHERE o.row = $2 AND o.state = 2 AND c.number = o.customer AND w.workspace = $1
          RETURNING o.customer, o.key
        ),
        queued AS (
          UPDATE messages m SET status = 'queued', reason = NULL
          FROM revived r WHERE m.customer = r.customer AND m.key = r.key
        )
        SELECT count(*) FROM revived
        """;

    const string DismissOne =
        """
        WITH dismissed AS (
          UPDATE outbox o SET state = 1, claimed = false, ended_at = $3, error = $4
          FROM customers c JOIN workspace_numbers w ON w.number = c.workspace
          WHERE o.row = $2 AND o.state = 2 AND c.number = o.customer AND w.workspace = $1
          RETURNING o.customer, o.key
        ),
        withheld AS (
          UPDATE messages m SET status = 'withheld', reason = $4
          FROM dismissed d WHERE m.customer = d.customer AND m.key = d.key AND m.status <> 'sent'
        )
        SELECT count(*) FROM dismissed
        """;

    // Readiness asks for it every few seconds: each half is the whole of a partial index, and never the table.
    internal const string CountWaiting =
        """
        SELECT q.receiver, q.waiting, o.enqueued_at, q.ready_at
        FROM (
          SELECT receiver, sum(waiting)::bigint AS waiting, min(oldest) AS oldest, min(ready_at) AS ready_at FROM (
            SELECT receiver, count(*) AS waiting, min(row) AS oldest, min(ready_at) AS ready_at
            FROM outbox WHERE state = 0 GROUP BY receiver
            UNION ALL
            SELECT receiver, count(*), min(row), min(ready_at) FROM outbox WHERE state = 3 GROUP BY receiver) h
          GROUP BY receiver) q
        JOIN outbox o ON o.row = q.oldest ORDER BY q.receiver
        """;

    // Parameters 1 to 7 are the workspace and the filter.
    const string OfDead =
        $"""
        FROM outbox o {OfCustomer}
        WHERE o.state = 2 AND w.workspace = $1 AND ($2::text IS NULL OR o.receiver = $2::text)
          AND ($3::text IS NULL OR position(lower($3::text) IN lower(o.error)) > 0)
          AND ($4::text IS NULL OR c.customer_id = $4::text)
          AND ($5::text IS NULL OR EXISTS (
            SELECT 1 FROM messages m WHERE m.customer = o.customer AND m.key = o.key AND m.template = $5::text))
          AND ($6::bigint IS NULL OR o.ended_at >= $6::bigint) AND ($7::bigint IS NULL OR o.ended_at <= $7::bigint)
        """;

    public ValueTask<ImmutableArray<PendingEffect>> Claim(
        string receiver, DateTimeOffset now, DateTimeOffset leasedUntil, int max, CancellationToken cancellation) =>
        database.ByKey.All(
            ClaimReady,
            row => new PendingEffect(
                row.GetInt64(0),
                new(row.GetString(1), row.GetString(2)),
                row.GetString(3),
                receiver,
                row.Blob(4),
                row.GetInt32(5),
                row.Instant(6),
                row.GetBoolean(7)),
            cancellation,
            receiver, now.Stored(), leasedUntil.Stored(), max, database.Owner);

    public async ValueTask Settle(ImmutableArray<Delivered> results, CancellationToken cancellation)
    {
        // A row settled twice in one call ends as the last one says.
        var settled = results.GroupBy(result => result.Row).Select(same => Settlement.Of(same.Last())).ToArray();
        await database.ByKey.Run(
            SettleAll,
            cancellation,
            Array.ConvertAll(settled, one => one.Row),
            Array.ConvertAll(settled, one => one.Code),
            Array.ConvertAll(settled, one => one.At.Stored()),
            Array.ConvertAll(settled, one => one.Said is { } said ? Rows.Text(said) : null),
            Array.ConvertAll(settled, one => one.Form?.To is { } to ? Rows.Text(to) : null),
            Array.ConvertAll(settled, one => one.Form?.Sha256));
    }

    public async ValueTask GiveBack(ImmutableArray<long> rows, CancellationToken cancellation) =>
        await database.ByKey.Run(
            "UPDATE outbox SET owner = NULL WHERE row = ANY($1) AND owner = $2",
            cancellation,
            rows.ToArray(), database.Owner);

    public ValueTask<ImmutableArray<DeadLetter>> DeadLetters(
        string workspace, DeadLetterFilter filter, long before, int max, CancellationToken cancellation) =>
        database.Reads.All(
            $"""
            SELECT o.row, c.customer_id, o.key, o.receiver, o.attempts, o.error, o.enqueued_at, o.ended_at
            {OfDead} AND o.row < $8 ORDER BY o.row DESC LIMIT $9
            """,
            row => new DeadLetter(
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetInt32(4),
                row.TextOrNull(5) ?? "",
                row.Instant(6),
                row.Instant(7)),
            cancellation,
            [.. Matching(workspace, filter), before == 0 ? long.MaxValue : before, max]);

    public async ValueTask<long> CountDeadLetters(
        string workspace, DeadLetterFilter filter, CancellationToken cancellation) =>
        await database.Reads.Number($"SELECT count(*) {OfDead}", cancellation, Matching(workspace, filter)) ?? 0;

    public async ValueTask<bool> Revive(
        string workspace, long row, DateTimeOffset now, CancellationToken cancellation) =>
        await database.ByKey.Number(ReviveOne, cancellation, workspace, row, now.Stored()) == 1;

    public async ValueTask<bool> Dismiss(
        string workspace, long row, DateTimeOffset at, string reason, CancellationToken cancellation) =>
        await database.ByKey.Number(
            DismissOne, cancellation, workspace, row, at.Stored(), Rows.Text(reason)) == 1;

    public ValueTask<KeptEffect?> Effect(CustomerKey customer, string key, CancellationToken cancellation) =>
        database.ByKey.First(
            $"""
            SELECT o.effect, o.enqueued_at FROM outbox o {OfCustomer}
            WHERE w.workspace = $1 AND c.customer_id = $2 AND o.key = $3
            """,
            row => new KeptEffect(row.Blob(0), row.Instant(1)),
            cancellation,
            customer.Workspace, customer.CustomerId, key);

    public ValueTask<ImmutableArray<QueueDepth>> Depths(CancellationToken cancellation) =>
        database.ByKey.All(
            CountWaiting,
            row => new QueueDepth(row.GetString(0), row.GetInt64(1), row.InstantOrNull(2), row.InstantOrNull(3)),
            cancellation);

    public async ValueTask<int> Purge(DateTimeOffset doneBefore, int max, CancellationToken cancellation) =>
        await database.ByKey.Run(
            """
            DELETE FROM outbox WHERE row IN (
              SELECT row FROM outbox WHERE state = 1 AND ended_at < $1 ORDER BY ended_at LIMIT $2)
            """,
            cancellation,
            doneBefore.Stored(), max);

    static object?[] Matching(string workspace, DeadLetterFilter filter) =>
    [
        workspace, filter.Channel, filter.Reason, filter.Customer, filter.Template, filter.GivenUpFrom.Stored(),
        filter.GivenUpUntil.Stored(),
    ];

    readonly record struct Settlement(long Row, int Code, DateTimeOffset At, string? Said, SentForm? Form = null)
    {
        public static Settlement Of(Delivered result) => result switch
        {
            Delivered.Done done => new(done.Row, 1, done.At, done.Receipt, done.Form),
            Delivered.Retry retry => new(retry.Row, 2, retry.At, retry.Error),
            Delivered.HeldBack held => new(held.Row, 3, held.At, null),
            Delivered.GivenUp lost => new(lost.Row, 4, lost.At, lost.Error),
            Delivered.Withheld withheld => new(withheld.Row, 5, withheld.At, withheld.Reason),
            _ => throw new NotSupportedException($"No way to settle a {result.GetType().Name}."),
        };
    }
}
