using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>
/// The turns of one wave, column by column: <c>Statements/Commit.sql</c> takes an array a column, so that one plan
/// serves batches of every size.
/// </summary>
static class CommitStatement
{
    static readonly string s_careful = StatementFile.Read("Commit");

    static readonly string s_usual = string.Join('\n', s_careful.Split('\n')
        .Where(line => !line.EndsWith("-- careful", StringComparison.Ordinal)));

    /// <param name="careful">Passes over customers whose row somebody else holds, instead of waiting for it.</param>
    public static NpgsqlBatchCommand Of(IReadOnlyList<NumberedTurn> turns, DateTimeOffset now, bool careful)
    {
        var command = new NpgsqlBatchCommand(careful ? s_careful : s_usual);
        AddTurns(new(command, turns));
        AddEntries(new(command, Spread(turns, turn => turn.Pending.Commit.Entries.Select((entry, i) =>
            (entry, turn.Pending.FactCounts[i])))));
        AddBookings(new(command, Spread(turns, turn => turn.Pending.Commit.Ledger)));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now.Stored() });
        AddEffects(new(command, Spread(turns, turn => turn.Pending.Commit.Outbox)));
        AddMessages(new(command, Spread(turns, turn => turn.Pending.Commit.Messages)));
        new Columns<NumberedTurn>(command, turns).Text(turn => SearchText.Of(
            turn.Commit.Customer.CustomerId, turn.Commit.Row.Name, turn.Commit.Row.Email));
        AddSuppressions(new(command, Spread(turns, turn => turn.Pending.Commit.Suppressions)));
        new Columns<NumberedTurn>(command, turns).Add(turn => turn.Commit.Row.UnknownWaits);
        return command;
    }

    static void AddTurns(Columns<NumberedTurn> turns) => turns
        .Add(turn => turn.Workspace)
        .Text(turn => turn.Commit.Customer.CustomerId)
        .Add(turn => turn.Commit.ExpectedVersion)
        .Add(turn => turn.Pending.NewVersion)
        .Add(turn => turn.Lane)
        .Add(turn => turn.Commit.DueAt.Stored())
        .Text(turn => turn.Commit.Row.Name)
        .Text(turn => turn.Commit.Row.Email)
        .Add(turn => turn.Commit.Row.Orders)
        .Add(turn => turn.Commit.Row.OpenAlerts)
        .Add(turn => turn.Commit.Row.PointsPending)
        .Add(turn => turn.Commit.Row.PointsAvailable)
        .Add(turn => turn.Commit.Row.LastSeenAt.Stored())
        .Add(turn => turn.Tally.Events)
        .Add(turn => turn.Tally.Facts)
        .Add(turn => turn.Tally.FollowUps)
        .Add(turn => turn.Tally.FirstAt.Stored())
        .Add(turn => turn.Tally.LastAt.Stored());

    static void AddEntries(Columns<(int Turn, (JournalEntry Entry, int FactCount) Row)> entries) => entries
        .Add(entry => entry.Turn)
        .Add(entry => entry.Row.Entry.Version)
        .Add(entry => entry.Row.Entry.At.Stored())
        .Add(entry => JournalCodes.KindCode(entry.Row.Entry.Kind))
        .Add(entry => entry.Row.Entry.Revision)
        .Add(entry => entry.Row.FactCount)
        .Text(entry => entry.Row.Entry.Event?.Key.Source)
        .Text(entry => entry.Row.Entry.Event?.Key.Id)
        .Text(entry => entry.Row.Entry.Event?.Type)
        .Add(entry => entry.Row.Entry.Event?.OccurredAt.Stored())
        .Add(entry => entry.Row.Entry.Event is { } stamp ? JournalCodes.Guid(stamp.BodyHash) : (Guid?)null)
        .Add(entry => entry.Row.Entry.Input)
        .Add(entry => entry.Row.Entry.Facts);

    static void AddBookings(Columns<(int Turn, Loyalty.LedgerEntry Row)> bookings) => bookings
        .Add(booking => booking.Turn)
        .Text(booking => booking.Row.Key)
        .Text(booking => booking.Row.Programme)
        .Text(booking => booking.Row.From)
        .Text(booking => booking.Row.To)
        .Add(booking => booking.Row.Points)
        .Text(booking => booking.Row.OrderId)
        .Add(booking => booking.Row.At.Stored());

    static void AddEffects(Columns<(int Turn, OutboxEntry Row)> effects) => effects
        .Add(effect => effect.Turn)
        .Text(effect => effect.Row.Key)
        .Text(effect => effect.Row.Receiver)
        .Add(effect => effect.Row.NotBefore.Stored())
        .Add(effect => effect.Row.Effect);

    static void AddMessages(Columns<(int Turn, MessageRow Row)> messages) => messages
        .Add(message => message.Turn)
        .Text(message => message.Row.Key)
        .Text(message => message.Row.Channel)
        .Text(message => message.Row.Template)
        .Add(message => message.Row.TemplateVersion)
        .Text(message => message.Row.Purpose)
        .Text(message => message.Row.Status)
        .Text(message => message.Row.Reason)
        .Add(message => message.Row.At.Stored());

    static void AddSuppressions(Columns<(int Turn, SuppressionRow Row)> suppressions) => suppressions
        .Add(suppression => suppression.Turn)
        .Text(suppression => suppression.Row.Channel)
        .Text(suppression => suppression.Row.Address)
        .Text(suppression => suppression.Row.Reason);

    /// <summary>All rows of a kind, each with its turn's ordinal (from 1, as the database counts).</summary>
    static List<(int Turn, T Row)> Spread<T>(
        IReadOnlyList<NumberedTurn> turns, Func<NumberedTurn, IEnumerable<T>> rows) =>
        [.. turns.SelectMany((turn, i) => rows(turn).Select(row => (i + 1, row)))];

    sealed class Columns<TRow>(NpgsqlBatchCommand command, IReadOnlyList<TRow> rows)
    {
        public Columns<TRow> Add<T>(Func<TRow, T> column)
        {
            var values = new T[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = column(rows[i]);
            }

            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
            return this;
        }

        public Columns<TRow> Text(Func<TRow, string?> column) =>
            Add(row => column(row) is { } text ? Rows.Text(text) : null);
    }
}

/// <summary>A turn with the numbers that its workspace and its lane have in this database.</summary>
sealed record NumberedTurn(PendingCommit Pending, int Workspace, int Lane)
{
    public CustomerCommit Commit => Pending.Commit;

    public CommitTally Tally { get; } = Pending.Tally();
}
