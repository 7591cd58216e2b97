using System.Collections.Immutable;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>
/// A few group commits side by side, each customer always in the same one, so that its turns keep their order.
/// </summary>
sealed class PostgresCustomerStore : ICustomerStore, ICommitLoad, IAsyncDisposable
{
    internal const string EntryColumns =
        """
        j.version, j.at, j.kind, j.revision, j.input, j.facts, j.source, j.event_id, j.event_type, j.occurred_at,
        j.body_hash
        """;

    // Key by key, which the OFFSETs keep the planner from taking apart: as long as a database has no statistics, it
    // would join each key with all customers of the workspace.
    internal const string SelectTails =
        $"""
        SELECT k.n, {EntryColumns}
        FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS k (workspace, customer_id, after, n)
        CROSS JOIN LATERAL (
          SELECT number FROM customers
          WHERE workspace = (SELECT number FROM workspace_numbers WHERE workspace = k.workspace)
            AND customer_id = k.customer_id
          OFFSET 0) AS c
        CROSS JOIN LATERAL (
          SELECT * FROM journal WHERE customer = c.number AND version > k.after OFFSET 0) AS j
        ORDER BY k.n, j.version
        """;

    readonly PostgresDatabase _database;
    readonly ImmutableArray<GroupCommit> _commits;
    readonly ReadBatch<(CustomerKey Customer, long After), ImmutableArray<JournalEntry>> _tails;

    public PostgresCustomerStore(PostgresDatabase database, ImmutableArray<GroupCommit> commits)
    {
        (_database, _commits) = (database, commits);
        _tails = new(ReadTails, TaskScheduler.Default);
    }

    public TimeSpan PredictedWait => _commits.Max(commits => commits.PredictedWait);

    public async ValueTask<ImmutableArray<JournalEntry>> Tail(
        CustomerKey customer, long afterVersion, CancellationToken cancellation) =>
        await _tails.Read((customer, afterVersion)).WaitAsync(cancellation);

    public ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation) =>
        _commits[(int)((uint)commit.Customer.GetHashCode() % _commits.Length)].Commit(commit, cancellation);

    public ValueTask<ImmutableArray<HeldSuppression>> Suppressed(
        string workspace, string channel, string address, CancellationToken cancellation) =>
        _database.ByKey.All(
            """
            SELECT c.customer_id, s.reason FROM suppressions s JOIN customers c ON c.number = s.customer
            WHERE s.workspace = (SELECT number FROM workspace_numbers WHERE workspace = $1)
              AND s.channel = $2 AND s.address = $3
            ORDER BY c.customer_id LIMIT 100
            """,
            row => new HeldSuppression(row.GetString(0), row.GetString(1)),
            cancellation,
            workspace, channel, SuppressionRow.Compared(address));

    public async ValueTask DisposeAsync()
    {
        foreach (var commits in _commits)
        {
            await commits.DisposeAsync();
        }
    }

    /// <summary>Reads <see cref="EntryColumns"/> from a column on.</summary>
    internal static JournalEntry ReadEntry(NpgsqlDataReader row, int from)
    {
        var stamp = row.IsDBNull(from + 7)
            ? null
            : new EventStamp(
                new(row.GetString(from + 6), row.GetString(from + 7)),
                row.GetString(from + 8),
                row.Instant(from + 9),
                JournalCodes.Hash(row.GetGuid(from + 10)));
        return new(
            row.GetInt64(from),
            row.Instant(from + 1),
            JournalCodes.Kind(row.GetInt16(from + 2)),
            stamp,
            row.GetInt64(from + 3),
            row.Blob(from + 4),
            row.Blob(from + 5));
    }

    async ValueTask<IReadOnlyList<ImmutableArray<JournalEntry>>> ReadTails(
        IReadOnlyList<(CustomerKey Customer, long After)> keys)
    {
        var rows = await _database.ByKey.All(
            SelectTails,
            row => (Key: (int)row.GetInt64(0) - 1, Entry: ReadEntry(row, 1)),
            CancellationToken.None,
            keys.Select(key => key.Customer.Workspace).ToArray(),
            keys.Select(key => key.Customer.CustomerId).ToArray(),
            keys.Select(key => key.After).ToArray());
        var tails = new List<JournalEntry>?[keys.Count];
        foreach (var row in rows)
        {
            (tails[row.Key] ??= []).Add(row.Entry);
        }

        return Array.ConvertAll(tails, tail => tail is null ? [] : tail.ToImmutableArray());
    }
}
