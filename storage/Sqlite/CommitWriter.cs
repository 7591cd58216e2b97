using System.Collections.Immutable;
using Engagement.Loyalty;

namespace Engagement.Storage.Sqlite;

/// <summary>
/// Writes one customer's turn inside the writer's transaction, or finds out why not before it writes anything.
/// </summary>
sealed class CommitWriter(Connection writer, TimeProvider clock)
{
    readonly Dictionary<string, long> _workspaces = new(StringComparer.Ordinal);

    /// <summary>The transaction was rolled back: workspaces that it added have no number yet.</summary>
    public void Forget() => _workspaces.Clear();

    public void Write(PendingCommit pending)
    {
        var commit = pending.Commit;
        var workspace = Workspace(commit.Customer.Workspace);
        var known = Find(workspace, commit.Customer.CustomerId);
        if (known.Version != commit.ExpectedVersion)
        {
            pending.Refuse(new VersionConflictException(commit.Customer, commit.ExpectedVersion));
            return;
        }

        if (Duplicates(workspace, commit.Entries) is { IsEmpty: false } taken)
        {
            pending.Refuse(taken);
            return;
        }

        if (known.Number != 0 && FirstBooked(known.Number, commit.Ledger) is { } booked)
        {
            pending.Refuse(new LedgerConflictException(commit.Customer.Workspace, booked.Key));
            return;
        }

        var number = known.Number == 0 ? Add(workspace, commit) : known.Number;
        Journal(number, workspace, pending);
        Update(number, pending, SearchText.Of(commit.Customer.CustomerId, commit.Row.Name, commit.Row.Email));
        Due(number, known, commit);
        Outbox(number, commit.Outbox);
        Ledger(number, commit.Ledger);
        Messages(number, workspace, commit.Messages);
        Suppressions(number, workspace, commit.Suppressions);
    }

    long Workspace(string workspace)
    {
        if (!_workspaces.TryGetValue(workspace, out var number))
        {
            _workspaces[workspace] = number = WorkspaceNumbers.FindOrAdd(writer, workspace);
        }

        return number;
    }

    Known Find(long workspace, string customerId)
    {
        var row = writer.Statement(
            "SELECT number, version, due_lane, due_at FROM customers WHERE workspace = ? AND customer_id = ?")
            .With(workspace).With(customerId);
        var known = row.Next()
            ? new Known(row.Int64(0), row.Int64(1), row.Int64OrNull(2), row.Int64OrNull(3))
            : default;
        row.Begin();
        return known;
    }

    ImmutableArray<DuplicateEvent> Duplicates(long workspace, ImmutableArray<JournalEntry> entries)
    {
        ImmutableArray<DuplicateEvent>.Builder? taken = null;
        foreach (var entry in entries)
        {
            if (entry.Event is not { } stamp)
            {
                continue;
            }

            var row = writer.Statement(
                "SELECT version, at, body_hash FROM journal WHERE workspace = ? AND source = ? AND event_id = ?")
                .With(workspace).With(stamp.Key.Source).With(stamp.Key.Id);
            if (row.Next())
            {
                (taken ??= ImmutableArray.CreateBuilder<DuplicateEvent>())
                    .Add(new(stamp.Key, row.Int64(0), row.Instant(1), JournalCodes.ReadHash(row.Span(2))));
                row.Begin();
            }
        }

        return taken?.DrainToImmutable() ?? [];
    }

    LedgerEntry? FirstBooked(long number, ImmutableArray<LedgerEntry> ledger)
    {
        foreach (var entry in ledger)
        {
            if (writer.Statement("SELECT 1 FROM ledger WHERE customer = ? AND key = ?")
                .With(number).With(entry.Key).Number() is not null)
            {
                return entry;
            }
        }

        return null;
    }

    long Add(long workspace, CustomerCommit commit)
    {
        writer.Statement(
            """
            INSERT INTO customers (workspace, customer_id, version, events, facts, follow_ups, last_seen_at, orders,
              open_alerts, points_pending, points_available)
            VALUES (?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            """)
            .With(workspace).With(commit.Customer.CustomerId).Run();
        return writer.LastRow;
    }

    void Journal(long number, long workspace, PendingCommit pending)
    {
        Span<byte> hash = stackalloc byte[16];
        for (var i = 0; i < pending.FactCounts.Length; i++)
        {
            var entry = pending.Commit.Entries[i];
            var insert = writer.Statement(
                """
                INSERT INTO journal (customer, version, at, kind, revision, fact_count, input, facts,
                  workspace, source, event_id, event_type, occurred_at, body_hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .With(number).With(entry.Version).With(entry.At).With(JournalCodes.KindCode(entry.Kind))
                .With(entry.Revision).With(pending.FactCounts[i]).With(entry.Input).With(entry.Facts);
            if (entry.Event is { } stamp)
            {
                JournalCodes.WriteHash(stamp.BodyHash, hash);
                insert.With(workspace).With(stamp.Key.Source).With(stamp.Key.Id).With(stamp.Type).With(stamp.OccurredAt)
                    .With(hash);
            }
            else
            {
                insert.Null().Null().Null().Null().Null().Null();
            }

            insert.Run();
        }
    }

    void Update(long number, PendingCommit pending, string? folded)
    {
        var (row, tally) = (pending.Commit.Row, pending.Tally());
        writer.Statement(
            """
            UPDATE customers SET version = ?, events = events + ?, facts = facts + ?, follow_ups = follow_ups + ?,
              first_at = coalesce(first_at, ?), last_at = coalesce(?, last_at), last_seen_at = ?, orders = ?,
              open_alerts = ?,
              points_pending = ?, points_available = ?, name = ?, email = ?, folded = ?,
              unknown_waits = ?
            WHERE number = ?
            """)
            .With(pending.NewVersion).With(tally.Events).With(tally.Facts).With(tally.FollowUps)
            .With(tally.FirstAt).With(tally.LastAt).With(row.LastSeenAt).With(row.Orders).With(row.OpenAlerts)
            .With(row.PointsPending).With(row.PointsAvailable).With(row.Name).With(row.Email)
            .With(folded).With(row.UnknownWaits).With(number).Run();
    }

    void Due(long number, Known known, CustomerCommit commit)
    {
        var at = commit.DueAt.Stored();
        var lane = commit.Lane == Lanes.Live
            ? DueLanes.AfterCommit(known.Due, at)
            : Workspace(Lanes.Workspace(commit.Lane));
        DueRows.Move(writer, number, known.Due, at is { } due ? (lane, due) : null);
    }

    void Outbox(long number, ImmutableArray<OutboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            // The same key always has the same content, so an effect that is there already is not written again.
            writer.Statement(
                """
                INSERT INTO outbox (customer, key, receiver, ready_at, enqueued_at, effect) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """)
                .With(number).With(entry.Key).With(entry.Receiver).With(entry.NotBefore).With(clock.GetUtcNow())
                .With(entry.Effect).Run();
        }
    }

    void Ledger(long number, ImmutableArray<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            writer.Statement(
                """
                INSERT INTO ledger (customer, key, programme, from_account, to_account, points, order_id, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .With(number).With(entry.Key).With(entry.Programme).With(entry.From).With(entry.To).With(entry.Points)
                .With(entry.OrderId).With(entry.At).Run();
        }
    }

    void Messages(long number, long workspace, ImmutableArray<MessageRow> messages)
    {
        foreach (var message in messages)
        {
            // Held back once and sent later is one message; one that is queued or sent stays what it is.
            writer.Statement(
                """
                INSERT INTO messages (workspace, customer, key, channel, template, template_version, purpose, status,
                  reason, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (customer, key) DO UPDATE SET status = excluded.status, reason = excluded.reason,
                  at = excluded.at
                WHERE status = 'withheld'
                """)
                .With(workspace).With(number).With(message.Key).With(message.Channel).With(message.Template)
                .With(message.TemplateVersion).With(message.Purpose).With(message.Status).With(message.Reason)
                .With(message.At).Run();
        }
    }

    void Suppressions(long number, long workspace, ImmutableArray<SuppressionRow> suppressions)
    {
        foreach (var one in suppressions)
        {
            var statement = one.Reason is null
                ? "DELETE FROM suppressions WHERE workspace = ? AND channel = ? AND address = ? AND customer = ?"
                : """
                  INSERT INTO suppressions (workspace, channel, address, customer, reason) VALUES (?, ?, ?, ?, ?)
                  ON CONFLICT DO NOTHING
                  """;
            var row = writer.Statement(statement)
                .With(workspace).With(one.Channel).With(one.Address).With(number);
            (one.Reason is null ? row : row.With(one.Reason)).Run();
        }
    }

    /// <param name="Number">0 for a customer that is new.</param>
    readonly record struct Known(long Number, long Version, long? DueLane, long? DueAt)
    {
        public (long Lane, long At)? Due => DueAt is { } at ? (DueLane!.Value, at) : null;
    }
}
