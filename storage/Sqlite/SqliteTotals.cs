using System.Collections.Immutable;
using Engagement.Loyalty;

namespace Engagement.Storage.Sqlite;

/// <summary>Sums over a workspace, for its report.</summary>
static class SqliteTotals
{
    const string OfCustomers =
        """
        SELECT count(*), coalesce(sum(events), 0), coalesce(sum(facts), 0), coalesce(sum(follow_ups), 0),
          min(first_at), max(last_at)
        FROM customers WHERE workspace = ?
        """;

    const string OfLedger =
        """
        SELECT account, sum(points) FROM (
          SELECT l.to_account AS account, l.points FROM customers c JOIN ledger l ON l.customer = c.number
          WHERE c.workspace = ?1
          UNION ALL
          SELECT l.from_account, -l.points FROM customers c JOIN ledger l ON l.customer = c.number
          WHERE c.workspace = ?1)
        GROUP BY account
        """;

    const string OfMessages =
        """
        SELECT template, count(*) FROM messages WHERE workspace = ?1 AND (status = 'withheld') = ?2 GROUP BY template
        """;

    const string OfAlerts = "SELECT severity, count(*) FROM alerts WHERE workspace = ? GROUP BY severity";

    public static WorkspaceTotals Read(Connection reader, string workspace)
    {
        var number = WorkspaceNumbers.Find(reader, workspace) ?? -1;
        var points = Counts(reader.Statement(OfLedger).With(number), row => row.Text(0));
        var sent = Counts(reader.Statement(OfMessages).With(number).With(false), row => row.Text(0));
        var withheld = Counts(reader.Statement(OfMessages).With(number).With(true), row => row.Text(0));
        var alerts = Counts(reader.Statement(OfAlerts).With(number), row => FeedCodes.SeverityName(row.Int64(0)));
        return reader.Statement(OfCustomers).With(number).First(row => new WorkspaceTotals(
            row.Int64(0),
            row.Int64(1),
            row.Int64(2),
            row.Int64(3),
            sent,
            withheld,
            alerts,
            points.GetValueOrDefault(Accounts.Pending),
            points.GetValueOrDefault(Accounts.Available),
            points.GetValueOrDefault(Accounts.ClawedBack),
            row.InstantOrNull(4),
            row.InstantOrNull(5)))!;
    }

    static ImmutableSortedDictionary<string, long> Counts(Statement statement, Func<Statement, string> name) =>
        statement.All(row => KeyValuePair.Create(name(row), row.Int64(1))).ToImmutableSortedDictionary(
            StringComparer.Ordinal);
}
