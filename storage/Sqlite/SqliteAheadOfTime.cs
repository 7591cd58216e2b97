using System.Collections.Immutable;

namespace Engagement.Storage.Sqlite;

sealed class SqliteAheadOfTime(SqliteDatabase database) : IAheadOfTime
{
    const string OfLive =
        """
        FROM customers c
        JOIN workspace_numbers n ON n.number = c.workspace
        JOIN workspaces w ON w.id = n.workspace AND w.rehearsal = 0
        WHERE c.last_seen_at > ?
        """;

    public ValueTask<AheadOfTime> Count(DateTimeOffset now, CancellationToken cancellation)
    {
        var after = now + AheadOfTime.Tolerance;
        return database.Read(
            reader => new AheadOfTime(
                reader.Statement($"SELECT count(*) {OfLive}").With(after).Number()!.Value,
                reader.Statement("SELECT count(*) FROM outbox WHERE state IN (0, 3) AND ready_at > ?")
                    .With(now + AheadOfTime.EffectTolerance).Number()!.Value,
                reader.Statement("SELECT count(*) FROM due WHERE lane IN (0, -1) AND leased_until > ?").With(after)
                    .Number()!.Value,
                reader.Statement("SELECT count(*) FROM agents WHERE locked_until > ?").With(after).Number()!.Value),
            cancellation);
    }

    public async ValueTask SetRight(DateTimeOffset now, CancellationToken cancellation)
    {
        var after = now + AheadOfTime.Tolerance;
        await database.Write(
            writer =>
            {
                writer.Statement("UPDATE outbox SET ready_at = ? WHERE state IN (0, 3) AND ready_at > ?")
                    .With(now).With(now + AheadOfTime.EffectTolerance).Run();
                writer.Statement(
                    """
                    UPDATE due SET leased_until = NULL, owner = NULL WHERE lane IN (0, -1) AND leased_until > ?
                    """)
                    .With(after).Run();
                return writer.Statement("UPDATE agents SET locked_until = NULL WHERE locked_until > ?")
                    .With(after).Run();
            },
            cancellation);
    }

    public ValueTask<ImmutableArray<AheadCustomer>> Customers(
        DateTimeOffset now, long afterNumber, int max, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"SELECT c.number, n.workspace, c.customer_id {OfLive} AND c.number > ? ORDER BY c.number LIMIT ?")
                .With(now + AheadOfTime.Tolerance).With(afterNumber).With(max)
                .All(row => new AheadCustomer(row.Int64(0), new(row.Text(1), row.Text(2)))),
            cancellation);
}
