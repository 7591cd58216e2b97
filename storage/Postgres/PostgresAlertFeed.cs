using System.Collections.Immutable;
using Engagement.Alerts;
using Npgsql;

namespace Engagement.Storage.Postgres;

sealed class PostgresAlertFeed(PostgresDatabase database) : IAlertFeed
{
    const string AlertColumns =
        "a.alert_id, a.position, a.last_position, a.customer_id, a.status, a.claimed_by, a.resolution, a.raised";

    const string SelectAlerts =
        $"""
        SELECT {AlertColumns} FROM workspace_numbers w JOIN alerts a ON a.workspace = w.number
        WHERE w.workspace = $1 AND a.position < $2 AND ($3::int IS NULL OR a.status = $3::int)
          AND ($4::int IS NULL OR a.severity >= $4::int) AND ($5::text IS NULL OR a.customer_id = $5::text)
          AND ($6::text IS NULL OR a.claimed_by = $6::text)
        ORDER BY a.position DESC LIMIT $7
        """;

    const string SelectEntries =
        """
        SELECT f.position, f.customer_id, f.item FROM workspace_numbers w JOIN feed f ON f.workspace = w.number
        """;

    public async ValueTask<long> Append(
        string workspace, ImmutableArray<FeedAppend> items, CancellationToken cancellation)
    {
        var number = await database.FindOrAddWorkspace(workspace, cancellation);
        return await database.ByKey.Transaction(
            connection => FeedAppends.Append(connection, number, items, cancellation), cancellation);
    }

    public ValueTask<ImmutableArray<FeedEntry>> After(
        string workspace, long position, int max, CancellationToken cancellation) =>
        database.ByKey.All(
            $"{SelectEntries} WHERE w.workspace = $1 AND f.position > $2 ORDER BY f.position LIMIT $3",
            ReadEntry,
            cancellation,
            workspace, position, max);

    public async ValueTask<long> LastPosition(string workspace, CancellationToken cancellation) =>
        await database.ByKey.Number(
            "SELECT feed_position FROM workspace_numbers WHERE workspace = $1", cancellation, workspace) ?? 0;

    public ValueTask<ImmutableArray<AlertRow>> Alerts(
        string workspace, AlertFilter filter, long? before, int max, CancellationToken cancellation) =>
        database.Reads.All(
            SelectAlerts,
            ReadAlert,
            cancellation,
            workspace, before ?? long.MaxValue, (int?)filter.Status, (int?)filter.AtLeast, filter.CustomerId,
            filter.ClaimedBy, max);

    public ValueTask<AlertRow?> Alert(string workspace, string alertId, CancellationToken cancellation) =>
        database.ByKey.First(
            $"""
            SELECT {AlertColumns} FROM workspace_numbers w JOIN alerts a ON a.workspace = w.number
            WHERE w.workspace = $1 AND a.alert_id = $2
            """,
            ReadAlert,
            cancellation,
            workspace, alertId);

    public ValueTask<ImmutableArray<FeedEntry>> History(
        string workspace, string alertId, CancellationToken cancellation) =>
        database.ByKey.All(
            $"{SelectEntries} WHERE w.workspace = $1 AND f.alert_id = $2 ORDER BY f.position",
            ReadEntry,
            cancellation,
            workspace, alertId);

    static FeedEntry ReadEntry(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), FeedCodes.Read(row.Blob(2)));

    static AlertRow ReadAlert(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.GetString(3),
        (AlertStatus)row.GetInt16(4),
        row.TextOrNull(5),
        row.TextOrNull(6),
        (FeedItem.Raised)FeedCodes.Read(row.Blob(7)));
}
