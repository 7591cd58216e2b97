namespace Engagement.Storage.Postgres;

sealed class PostgresSuspectEffects(PostgresDatabase database) : ISuspectEffects
{
    static readonly string NextSuspect = StatementFile.Read("NextSuspectEffect");

    const string TakeOne =
        """
        WITH taken AS (
          UPDATE outbox SET ready_at = $3, attempts = attempts + 1, claimed = true, owner = $4
          WHERE row = $1 AND state = 3 AND NOT claimed AND ready_at <= $2
          RETURNING customer, key, receiver, effect, attempts, enqueued_at
        )
        SELECT w.workspace, c.customer_id, o.key, o.receiver, o.effect, o.attempts, o.enqueued_at
        FROM taken o JOIN customers c ON c.number = o.customer JOIN workspace_numbers w ON w.number = c.workspace
        """;

    public ValueTask<SuspectEffect?> Next(DateTimeOffset now, CancellationToken cancellation) =>
        database.ByKey.First(
            NextSuspect,
            row => new SuspectEffect(row.GetInt64(0), row.GetString(1), new(row.GetInt32(2), row.GetInt32(3))),
            cancellation,
            database.Owner, Suspicion.EndsBesideOthers, now.Stored());

    public ValueTask<PendingEffect?> Take(
        long row, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellation) =>
        database.ByKey.First(
            TakeOne,
            its => new PendingEffect(
                row,
                new(its.GetString(0), its.GetString(1)),
                its.GetString(2),
                its.GetString(3),
                its.Blob(4),
                its.GetInt32(5),
                its.Instant(6),
                Interrupted: true),
            cancellation,
            row, now.Stored(), leasedUntil.Stored(), database.Owner);
}
