using System.Collections.Immutable;
using Engagement.Loyalty;

namespace Engagement.Storage.Postgres;

/// <summary>Sums over a workspace, for its report.</summary>
static class PostgresTotals
{
    const string OfCustomers =
        """
        SELECT count(*), coalesce(sum(events), 0)::bigint, coalesce(sum(facts), 0)::bigint,
          coalesce(sum(follow_ups), 0)::bigint, min(first_at), max(last_at)
        FROM customers WHERE workspace = $1
        """;

    // One list of name, count, and what it counts.
    const string OfTheRest =
        """
        SELECT 'points', account, sum(points)::bigint FROM (
          SELECT l.to_account AS account, l.points FROM customers c JOIN ledger l ON l.customer = c.number
          WHERE c.workspace = $1
          UNION ALL
          SELECT l.from_account, -l.points FROM customers c JOIN ledger l ON l.customer = c.number
          WHERE c.workspace = $1) booked
        GROUP BY account
        UNION ALL
        SELECT CASE WHEN status = 'withheld' THEN 'withheld' ELSE 'sent' END, template, count(*)
        FROM messages WHERE workspace = $1 GROUP BY 1, 2
        UNION ALL
        SELECT 'alerts', severity::text, count(*) FROM alerts WHERE workspace = $1 GROUP BY severity
        """;

    public static async ValueTask<WorkspaceTotals> Read(
        PostgresDatabase database, string workspace, CancellationToken cancellation)
    {
        var number = await database.FindWorkspace(workspace, cancellation) ?? -1;
        var rest = await database.Reads.All(
            OfTheRest, row => (Of: row.GetString(0), Name: row.GetString(1), Count: row.GetInt64(2)), cancellation,
            number);
        var points = Counts("points", name => name);
        return (await database.Reads.First(
            OfCustomers,
            row => new WorkspaceTotals(
                row.GetInt64(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                Counts("sent", name => name),
                Counts("withheld", name => name),
                Counts("alerts", name => FeedCodes.SeverityName(long.Parse(name, null))),
                points.GetValueOrDefault(Accounts.Pending),
                points.GetValueOrDefault(Accounts.Available),
                points.GetValueOrDefault(Accounts.ClawedBack),
                row.InstantOrNull(4),
                row.InstantOrNull(5)),
            cancellation,
            number))!;

        ImmutableSortedDictionary<string, long> Counts(string of, Func<string, string> name) => rest
            .Where(row => row.Of == of)
            .ToImmutableSortedDictionary(row => name(row.Name), row => row.Count, StringComparer.Ordinal);
    }
}
