using System.Collections.Immutable;
using Engagement.Alerts;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>
/// Appends to one workspace's feed. The workspace's row is locked first: whoever appends there next sees what was
/// appended here, so positions stay dense and no key comes twice.
/// </summary>
static class FeedAppends
{
    const string InsertItems =
        """
        INSERT INTO feed (workspace, position, customer_id, key, alert_id, item)
        SELECT $1, $2 + row_number() OVER (ORDER BY g.place), g.customer_id, g.key, g.alert_id, g.item
        FROM unnest($3::text[], $4::text[], $5::text[], $6::bytea[])
          WITH ORDINALITY AS g (customer_id, key, alert_id, item, place)
        WHERE NOT EXISTS (
          SELECT 1 FROM feed f WHERE f.workspace = $1 AND f.customer_id = g.customer_id AND f.key = g.key)
        RETURNING position, customer_id, item
        """;

    const string InsertAlerts =
        """
        INSERT INTO alerts (workspace, position, last_position, alert_id, customer_id, severity, status, changed_at,
          raised)
        SELECT $1, g.position, g.position, g.alert_id, g.customer_id, g.severity, 1, g.changed_at, g.raised
        FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::bigint[], $7::bytea[])
          AS g (position, alert_id, customer_id, severity, changed_at, raised)
        ORDER BY g.position
        ON CONFLICT DO NOTHING
        """;

    const string UpdateAlerts =
        """
        UPDATE alerts a SET status = g.status, claimed_by = g.claimed_by, resolution = g.resolution,
          changed_at = g.changed_at, last_position = g.last_position
        FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
          AS g (alert_id, status, claimed_by, resolution, changed_at, last_position)
        WHERE a.workspace = $1 AND a.alert_id = g.alert_id
        """;

    /// <returns>The feed's last position.</returns>
    public static async ValueTask<long> Append(
        NpgsqlConnection connection, int workspace, ImmutableArray<FeedAppend> items, CancellationToken cancellation)
    {
        var last = (await connection.All(
            "SELECT feed_position FROM workspace_numbers WHERE number = $1 FOR UPDATE",
            row => row.GetInt64(0),
            cancellation,
            workspace))[0];
        var distinct = items.DistinctBy(item => (item.CustomerId, item.Key)).ToArray();
        var appended = await connection.All(
            InsertItems,
            row => new FeedEntry(row.GetInt64(0), row.GetString(1), FeedCodes.Read(row.Blob(2))),
            cancellation,
            workspace,
            last,
            Array.ConvertAll(distinct, item => item.CustomerId),
            Array.ConvertAll(distinct, item => Rows.Text(item.Key)),
            Array.ConvertAll(distinct, item => Rows.Text(item.Item.AlertId)),
            Array.ConvertAll(distinct, item => FeedCodes.Write(item.Item)));
        if (appended.IsEmpty)
        {
            return last;
        }

        await Raise(connection, workspace, [.. appended.Where(entry => entry.Item is FeedItem.Raised)], cancellation);
        await Follow(connection, workspace, [.. appended.Select(entry => entry.Item.AlertId).Distinct()], cancellation);
        await connection.All(
            "UPDATE workspace_numbers SET feed_position = $2 WHERE number = $1",
            row => 0,
            cancellation,
            workspace, last + appended.Length);
        return last + appended.Length;
    }

    static async ValueTask Raise(
        NpgsqlConnection connection, int workspace, FeedEntry[] entries, CancellationToken cancellation)
    {
        if (entries.Length > 0)
        {
            var raised = Array.ConvertAll(entries, entry => (FeedItem.Raised)entry.Item);
            await connection.All(
                InsertAlerts,
                row => 0,
                cancellation,
                workspace,
                Array.ConvertAll(entries, entry => entry.Position),
                Array.ConvertAll(raised, item => Rows.Text(item.AlertId)),
                Array.ConvertAll(entries, entry => entry.CustomerId),
                Array.ConvertAll(raised, item => (int)item.Severity),
                Array.ConvertAll(raised, item => item.At.Stored()),
                Array.ConvertAll(raised, FeedCodes.Write));
        }
    }

    static async ValueTask Follow(
        NpgsqlConnection connection, int workspace, string[] alertIds, CancellationToken cancellation)
    {
        var history = await connection.All(
            "SELECT position, customer_id, item FROM feed WHERE workspace = $1 AND alert_id = ANY ($2)",
            row => new FeedEntry(row.GetInt64(0), row.GetString(1), FeedCodes.Read(row.Blob(2))),
            cancellation,
            workspace, Array.ConvertAll(alertIds, Rows.Text));
        var standings = history.GroupBy(entry => entry.Item.AlertId)
            .Select(alert => (Id: Rows.Text(alert.Key), Standing: AlertState.Of([.. alert])))
            .Where(alert => alert.Standing is not null)
            .ToArray();
        await connection.All(
            UpdateAlerts,
            row => 0,
            cancellation,
            workspace,
            Array.ConvertAll(standings, alert => alert.Id),
            Array.ConvertAll(standings, alert => (int)alert.Standing!.Status),
            Array.ConvertAll(standings, alert => Clean(alert.Standing!.ClaimedBy)),
            Array.ConvertAll(standings, alert => Clean(alert.Standing!.Resolution)),
            Array.ConvertAll(standings, alert => alert.Standing!.ChangedAt.Stored()),
            Array.ConvertAll(standings, alert => alert.Standing!.LastPosition));
    }

    static string? Clean(string? text) => text is null ? null : Rows.Text(text);
}
