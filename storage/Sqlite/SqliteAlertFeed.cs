using System.Collections.Immutable;
using Engagement.Alerts;

namespace Engagement.Storage.Sqlite;

sealed class SqliteAlertFeed(SqliteDatabase database) : IAlertFeed
{
    const string AlertColumns =
        "a.alert_id, a.position, a.last_position, a.customer_id, a.status, a.claimed_by, a.resolution, a.raised";

    const string SelectAlerts =
        $"""
        SELECT {AlertColumns} FROM workspace_numbers w CROSS JOIN alerts a ON a.workspace = w.number AND a.position < ?
        WHERE w.workspace = ? AND (?3 IS NULL OR a.status = ?3) AND (?4 IS NULL OR a.severity >= ?4)
          AND (?5 IS NULL OR a.customer_id = ?5) AND (?6 IS NULL OR a.claimed_by = ?6)
        ORDER BY a.position DESC LIMIT ?7
        """;

    public ValueTask<long> Append(string workspace, ImmutableArray<FeedAppend> items, CancellationToken cancellation) =>
        database.Write(
            writer =>
            {
                var number = WorkspaceNumbers.FindOrAdd(writer, workspace);
                var position = writer.Statement("SELECT feed_position FROM workspace_numbers WHERE number = ?")
                    .With(number).Number()!.Value;
                foreach (var item in items)
                {
                    position = Append(writer, number, position, item);
                }

                writer.Statement("UPDATE workspace_numbers SET feed_position = ? WHERE number = ?")
                    .With(position).With(number).Run();
                return position;
            },
            cancellation);

    public ValueTask<ImmutableArray<FeedEntry>> After(
        string workspace, long position, int max, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                """
                SELECT f.position, f.customer_id, f.item FROM workspace_numbers w
                CROSS JOIN feed f ON f.workspace = w.number AND f.position > ?
                WHERE w.workspace = ? ORDER BY f.position LIMIT ?
                """)
                .With(position).With(workspace).With(max).All(ReadEntry),
            cancellation);

    public ValueTask<long> LastPosition(string workspace, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement("SELECT feed_position FROM workspace_numbers WHERE workspace = ?")
                .With(workspace).Number() ?? 0,
            cancellation);

    public ValueTask<ImmutableArray<AlertRow>> Alerts(
        string workspace, AlertFilter filter, long? before, int max, CancellationToken cancellation) =>
        database.Browse(
            reader => reader.Statement(SelectAlerts).With(before ?? long.MaxValue).With(workspace)
                .With((long?)filter.Status).With((long?)filter.AtLeast).With(filter.CustomerId).With(filter.ClaimedBy)
                .With(max)
                .All(ReadAlert),
            cancellation);

    public ValueTask<AlertRow?> Alert(string workspace, string alertId, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                $"""
                SELECT {AlertColumns} FROM workspace_numbers w
                CROSS JOIN alerts a ON a.workspace = w.number AND a.alert_id = ?
                WHERE w.workspace = ?
                """)
                .With(alertId).With(workspace).First(ReadAlert),
            cancellation);

    public ValueTask<ImmutableArray<FeedEntry>> History(
        string workspace, string alertId, CancellationToken cancellation) =>
        database.Read(
            reader => reader.Statement(
                """
                SELECT f.position, f.customer_id, f.item FROM workspace_numbers w
                CROSS JOIN feed f ON f.workspace = w.number AND f.alert_id = ?
                WHERE w.workspace = ? ORDER BY f.position
                """)
                .With(alertId).With(workspace).All(ReadEntry),
            cancellation);

    static long Append(Connection writer, long workspace, long position, FeedAppend append)
    {
        var item = FeedCodes.Write(append.Item);
        var written = writer.Statement(
            """
            INSERT INTO feed (workspace, position, customer_id, key, alert_id, item) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, customer_id, key) DO NOTHING
            """)
            .With(workspace).With(position + 1).With(append.CustomerId).With(append.Key).With(append.Item.AlertId)
            .With(item)
            .Run();
        if (written == 0)
        {
            return position;
        }

        if (append.Item is FeedItem.Raised raised)
        {
            writer.Statement(
                """
                INSERT INTO alerts (workspace, position, alert_id, last_position, customer_id, severity, status,
                  changed_at, raised)
                VALUES (?1, ?2, ?3, ?2, ?4, ?5, 1, ?6, ?7) ON CONFLICT DO NOTHING
                """)
                .With(workspace).With(position + 1).With(raised.AlertId).With(append.CustomerId)
                .With((long)raised.Severity)
                .With(raised.At).With(item).Run();
        }

        Follow(writer, workspace, append.Item.AlertId);
        return position + 1;
    }

    static void Follow(Connection writer, long workspace, string alertId)
    {
        var standing = AlertState.Of(
            writer.Statement("SELECT position, customer_id, item FROM feed WHERE workspace = ? AND alert_id = ?")
                .With(workspace).With(alertId).All(ReadEntry));
        if (standing is null)
        {
            return;
        }

        writer.Statement(
            """
            UPDATE alerts SET status = ?, claimed_by = ?, resolution = ?, changed_at = ?, last_position = ?
            WHERE workspace = ? AND alert_id = ?
            """)
            .With((long)standing.Status).With(standing.ClaimedBy).With(standing.Resolution).With(standing.ChangedAt)
            .With(standing.LastPosition).With(workspace).With(alertId).Run();
    }

    static FeedEntry ReadEntry(Statement row) => new(row.Int64(0), row.Text(1), FeedCodes.Read(row.Span(2)));

    static AlertRow ReadAlert(Statement row) => new(
        row.Text(0),
        row.Int64(1),
        row.Int64(2),
        row.Text(3),
        (AlertStatus)row.Int32(4),
        row.TextOrNull(5),
        row.TextOrNull(6),
        (FeedItem.Raised)FeedCodes.Read(row.Span(7)));
}
