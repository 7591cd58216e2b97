namespace Engagement.Storage.Sqlite;

sealed class SqliteSuspectEffects(SqliteDatabase database) : ISuspectEffects
{
    public async ValueTask<SuspectEffect?> Next(DateTimeOffset now, CancellationToken cancellation)
    {
        if (await database.Read(
            reader => reader.Statement("SELECT 1 FROM outbox WHERE state = 3 LIMIT 1").Number(), cancellation) is null)
        {
            return null;
        }

        return await database.Write(
            writer =>
            {
                writer.Statement(
                    """
                    UPDATE outbox SET ends = ends + (coalesce(owner, ?1) <> ?1),
                      lone_ends = lone_ends + (coalesce(owner, ?1) <> ?1 AND ends >= ?2), claimed = 0, owner = NULL
                    WHERE state = 3 AND claimed = 1 AND ready_at <= ?3
                    """)
                    .With(database.Owner).With(Suspicion.EndsBesideOthers).With(now).Run();
                return writer.Statement(
                    """
                    SELECT row, receiver, ends, lone_ends FROM outbox WHERE state = 3 AND claimed = 0 AND ready_at <= ?
                    ORDER BY lone_ends, ready_at, row LIMIT 1
                    """)
                    .With(now).First(row => new SuspectEffect(
                        row.Int64(0), row.Text(1), new(row.Int32(2), row.Int32(3))));
            },
            cancellation);
    }

    public ValueTask<PendingEffect?> Take(
        long row, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation) =>
        database.Write(
            writer => writer.Statement(
                """
                UPDATE outbox SET ready_at = ?, attempts = attempts + 1, claimed = 1, owner = ?
                WHERE row = ? AND state = 3 AND claimed = 0 AND ready_at <= ?
                """)
                .With(leasedUntil).With(database.Owner).With(row).With(now).Run() == 1
                ? writer.Statement(
                    """
                    SELECT o.key, o.receiver, o.effect, o.attempts, o.enqueued_at, c.customer_id, w.workspace
                    FROM outbox o
                    CROSS JOIN customers c ON c.number = o.customer
                    CROSS JOIN workspace_numbers w ON w.number = c.workspace
                    WHERE o.row = ?
                    """)
                    .With(row).First(its => new PendingEffect(
                        row,
                        new(its.Text(6), its.Text(5)),
                        its.Text(0),
                        its.Text(1),
                        its.Blob(2),
                        its.Int32(3),
                        its.Instant(4),
                        Interrupted: true))
                : null,
            cancellation);
}
