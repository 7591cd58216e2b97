using System.Collections.Immutable;
using Engagement.DeadLetters;

namespace Engagement.Storage.Sqlite;

sealed class SqliteOutbox(SqliteDatabase database) : IOutbox, IOutboxPurge
{
    const string SelectReady =
        """
        SELECT o.row, o.key, o.effect, o.attempts + 1, o.enqueued_at, o.claimed, c.customer_id, w.workspace, o.owner
        FROM outbox o
        CROSS JOIN customers c ON c.number = o.customer
        CROSS JOIN workspace_numbers w ON w.number = c.workspace
        WHERE o.state = 0 AND o.receiver = ? AND o.ready_at <= ? ORDER BY o.ready_at, o.row LIMIT ?
        """;

    // Parameters 1 to 7 are the workspace and the filter.
    const string OfDead =
        """
        FROM outbox o CROSS JOIN customers c ON c.number = o.customer
        CROSS JOIN workspace_numbers w ON w.number = c.workspace
        WHERE o.state = 2 AND w.workspace = ?1 AND (?2 IS NULL OR o.receiver = ?2)
          AND (?3 IS NULL OR instr(lower(o.error), lower(?3)) > 0) AND (?4 IS NULL OR c.customer_id = ?4)
          AND (?5 IS NULL OR EXISTS (
            SELECT 1 FROM messages m WHERE m.customer = o.customer AND m.key = o.key AND m.template = ?5))
          AND (?6 IS NULL OR o.ended_at >= ?6) AND (?7 IS NULL OR o.ended_at <= ?7)
        """;

    const string WhereDead =
        """
        WHERE row = ? AND state = 2 AND customer IN (
          SELECT c.number FROM customers c JOIN workspace_numbers w ON w.number = c.workspace
          WHERE c.number = outbox.customer AND w.workspace = ?)
        """;

    const string SetApart =
        "UPDATE outbox SET state = 3, ends = ends + 1, claimed = 0, owner = NULL WHERE row = ?";

    public async ValueTask<ImmutableArray<PendingEffect>> Claim(
        string receiver, DateTimeOffset now, DateTimeOffset leasedUntil, int max, CancellationToken cancellation)
    {
        var ready = await database.Read(
            reader => reader.Statement(
                "SELECT 1 FROM outbox WHERE state = 0 AND receiver = ? AND ready_at <= ? LIMIT 1")
                .With(receiver).With(now).Number(),
            cancellation);
        if (ready is null)
        {
            return [];
        }

        return await database.Write(
            writer =>
            {
                var claimed = ImmutableArray.CreateBuilder<PendingEffect>();
                foreach (var (effect, orphaned) in writer.Statement(SelectReady).With(receiver).With(now).With(max)
                    .All(row => (Read(row, receiver), IsOrphaned(row))))
                {
                    if (orphaned)
                    {
                        writer.Statement(SetApart).With(effect.Row).Run();
                        continue;
                    }

                    writer.Statement(
                        "UPDATE outbox SET ready_at = ?, attempts = attempts + 1, claimed = 1, owner = ? WHERE row = ?")
                        .With(leasedUntil).With(database.Owner).With(effect.Row).Run();
                    claimed.Add(effect);
                }

                return claimed.DrainToImmutable();
            },
            cancellation);
    }

    public async ValueTask Settle(ImmutableArray<Delivered> results, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                foreach (var result in results)
                {
                    Settle(writer, result);
                }

                return true;
            },
            cancellation);

    public async ValueTask GiveBack(ImmutableArray<long> rows, CancellationToken cancellation) =>
        await database.Write(
            writer =>
            {
                foreach (var row in rows)
                {
                    writer.Statement("UPDATE outbox SET owner = NULL WHERE row = ? AND owner = ?")
                        .With(row).With(database.Owner).Run();
                }

                return true;
            },
            cancellation);

    public ValueTask<ImmutableArray<DeadLetter>> DeadLetters(
        string workspace, DeadLetterFilter filter, long before, int max, CancellationToken cancellation) =>
        database.Browse(
            reader => Matching(
                reader,
                $"""
                SELECT o.row, c.customer_id, o.key, o.receiver, o.attempts, o.error, o.enqueued_at, o.ended_at
                {OfDead} AND o.row < ?8 ORDER BY o.row DESC LIMIT ?9
                """,
                workspace,
                filter)
                .With(before == 0 ? long.MaxValue : before).With(max).All(row => new DeadLetter(
                    row.Int64(0),
                    row.Text(1),
                    row.Text(2),
                    row.Text(3),
                    row.Int32(4),
                    row.TextOrNull(5) ?? "",
                    row.Instant(6),
                    row.Instant(7))),
            cancellation);

    public ValueTask<long> CountDeadLetters(
        string workspace, DeadLetterFilter filter, CancellationToken cancellation) =>
        database.Browse(
            reader => Matching(reader, $"SELECT count(*) {OfDead}", workspace, filter).Number()!.Value, cancellation);

    public ValueTask<bool> Revive(string workspace, long row, DateTimeOffset now, CancellationToken cancellation) =>
        database.Write(
            writer =>
            {
                var revived = writer.Statement(
                    $"""
                    UPDATE outbox SET state = 0, ready_at = ?, attempts = 0, claimed = 0, ended_at = NULL, error = NULL,
                      owner = NULL, ends = 0, lone_ends = 0
                    {WhereDead}
                    """)
                    .With(now).With(row).With(workspace).Run() == 1;
                if (revived)
                {
                    SetMessage(writer, row, "queued", null);
                }

                return revived;
            },
            cancellation);

    public ValueTask<bool> Dismiss(
        string workspace, long row, DateTimeOffset at, string reason, CancellationToken cancellation) =>
        database.Write(
            writer =>
            {
                var dismissed = writer.Statement(
                    $"UPDATE outbox SET state = 1, claimed = 0, ended_at = ?, error = ? {WhereDead}")
                    .With(at).With(reason).With(row).With(workspace).Run() == 1;
                if (dismissed)
                {
                    SetMessage(writer, row, "withheld", reason);
                }

                return dismissed;
            },
            cancellation);

    public ValueTask<KeptEffect?> Effect(CustomerKey customer, string key, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                """
                SELECT o.effect, o.enqueued_at FROM workspace_numbers w
                CROSS JOIN customers c ON c.workspace = w.number AND c.customer_id = ?
                CROSS JOIN outbox o ON o.customer = c.number AND o.key = ?
                WHERE w.workspace = ?
                """)
                .With(customer.CustomerId).With(key).With(customer.Workspace)
                .First(row => new KeptEffect(row.Blob(0), row.Instant(1))),
            cancellation);

    public ValueTask<ImmutableArray<QueueDepth>> Depths(CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                """
                SELECT q.receiver, q.waiting, o.enqueued_at, q.ready_at
                FROM (
                  SELECT receiver, sum(waiting) AS waiting, min(oldest) AS oldest, min(ready_at) AS ready_at FROM (
                    SELECT receiver, count(*) AS waiting, min(row) AS oldest, min(ready_at) AS ready_at
                    FROM outbox WHERE state = 0 GROUP BY receiver
                    UNION ALL
                    SELECT receiver, count(*), min(row), min(ready_at) FROM outbox WHERE state = 3 GROUP BY receiver)
                  GROUP BY receiver) q
                JOIN outbox o ON o.row = q.oldest ORDER BY q.receiver
                """)
                .All(row => new QueueDepth(
                    row.Text(0), row.Int64(1), row.InstantOrNull(2), row.InstantOrNull(3))),
            cancellation);

    public ValueTask<int> Purge(DateTimeOffset doneBefore, int max, CancellationToken cancellation) =>
        database.Write(
            writer => writer.Statement(
                """
                DELETE FROM outbox WHERE row IN (
                  SELECT row FROM outbox WHERE state = 1 AND ended_at < ? ORDER BY ended_at LIMIT ?)
                """)
                .With(doneBefore).With(max).Run(),
            cancellation);

    static PendingEffect Read(Statement row, string receiver) => new(
        row.Int64(0),
        new(row.Text(7), row.Text(6)),
        row.Text(1),
        receiver,
        row.Blob(2),
        row.Int32(3),
        row.Instant(4),
        row.Flag(5));

    /// <summary>It was in the hands of a process that is gone.</summary>
    bool IsOrphaned(Statement row) =>
        row.Flag(5) && row.Int64OrNull(8) is { } owner && owner != database.Owner;

    static void Settle(Connection writer, Delivered result)
    {
        switch (result)
        {
            case Delivered.Done done:
                writer.Statement(
                    """
                    UPDATE outbox SET state = 1, claimed = 0, ended_at = ?, error = NULL
                    WHERE row = ? AND (state <> 1 OR error IS NOT NULL)
                    """)
                    .With(done.At).With(done.Row).Run();
                SetMessage(writer, done.Row, "sent", null, done);
                break;
            case Delivered.Retry retry:
                writer.Statement(
                    """
                    UPDATE outbox SET state = 0, ready_at = ?, claimed = 0, error = ? WHERE row = ? AND state IN (0, 3)
                    """)
                    .With(retry.At).With(retry.Error).With(retry.Row).Run();
                break;
            case Delivered.HeldBack held:
                writer.Statement(
                    """
                    UPDATE outbox SET ready_at = ?, claimed = 0, attempts = attempts - 1
                    WHERE row = ? AND state IN (0, 3)
                    """)
                    .With(held.At).With(held.Row).Run();
                break;
            case Delivered.Withheld withheld:
                writer.Statement(
                    """
                    UPDATE outbox SET state = 1, claimed = 0, ended_at = ?, error = ?
                    WHERE row = ? AND state IN (0, 3)
                    """)
                    .With(withheld.At).With(withheld.Reason).With(withheld.Row).Run();
                SetMessage(writer, withheld.Row, "withheld", withheld.Reason);
                break;
            case Delivered.GivenUp lost:
                writer.Statement(
                    """
                    UPDATE outbox SET state = 2, claimed = 0, ended_at = ?, error = ?
                    WHERE row = ? AND state IN (0, 3)
                    """)
                    .With(lost.At).With(lost.Error).With(lost.Row).Run();
                SetMessage(writer, lost.Row, "failed", lost.Error);
                break;
            default:
                throw new NotSupportedException($"No way to settle a {result.GetType().Name}.");
        }
    }

    static Statement Matching(Connection reader, string sql, string workspace, DeadLetterFilter filter) =>
        reader.Statement(sql).With(workspace).With(filter.Channel).With(filter.Reason).With(filter.Customer)
            .With(filter.Template).With(filter.GivenUpFrom).With(filter.GivenUpUntil);

    /// <summary>
    /// Brings the message that the effect is, if it is one, up to date. One that was sent stays sent.
    /// </summary>
    static void SetMessage(
        Connection writer, long row, string status, string? reason, Delivered.Done? sent = null) =>
        writer.Statement(
            """
            UPDATE messages SET status = ?, reason = ?, sent_at = ?, receipt = ?, went_to = ?, sha256 = ?
            WHERE (customer, key) = (SELECT customer, key FROM outbox WHERE row = ?) AND status <> 'sent'
            """)
            .With(status).With(reason).With(sent?.At).With(sent?.Receipt).With(sent?.Form?.To)
            .With(sent?.Form?.Sha256).With(row).Run();
}
