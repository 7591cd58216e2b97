using Engagement.Events;
using Npgsql;

namespace Engagement.Storage.Postgres;

/// <summary>Puts a batch of customers' turns into one statement, in one trip to the server.</summary>
sealed class PostgresCommits(PostgresDatabase database, TimeProvider clock) : ITransactor
{
    /// <summary>
    /// How long held rows are passed over once one was found. To look for them costs every commit a little, and to wait
    /// for one costs everybody in the transaction a lot.
    /// </summary>
    static readonly TimeSpan s_carefulFor = TimeSpan.FromSeconds(10);

    const int HeldColumn = 8;

    /// <summary>
    /// Rows that are about to be added cannot be looked for, only run into. Who has waited for one for as long as
    /// usual knows that it is held, and finds out in short steps who needs it.
    /// </summary>
    const string ShortPatience = "SELECT set_config('lock_timeout', '50', true)";

    long _carefulSince = long.MinValue;

    bool IsCareful => Volatile.Read(ref _carefulSince) is var since and not long.MinValue
        && clock.GetElapsedTime(since) < s_carefulFor;

    public async ValueTask Write(IReadOnlyList<PendingWrite> batch)
    {
        var careful = IsCareful;
        try
        {
            await Write(batch, careful);
        }
        catch (Exception error) when (!careful && IsHeld(error))
        {
            BeCareful();
            foreach (var turn in batch.Cast<PendingCommit>())
            {
                turn.Reset();
            }

            await Write(batch, careful: true);
        }
    }

    public bool IsHeld(Exception error) => PostgresConnections.IsLocked(error);

    public bool IsUnkeepable(Exception error) =>
        error is ArgumentException || PostgresConnections.IsUnkeepable(error);

    public bool IsOutage(Exception error) => PostgresConnections.IsOutage(error) || error is StoreUnavailableException;

    void BeCareful() => Volatile.Write(ref _carefulSince, clock.GetTimestamp());

    async ValueTask Write(IReadOnlyList<PendingWrite> batch, bool careful)
    {
        try
        {
            await database.ByKey.Borrow(
                connection => Write(connection, Waves(batch), careful), CancellationToken.None);
        }
        catch (Exception error) when (IsOutage(error))
        {
            database.ByKey.Clear();
            throw;
        }
    }

    async ValueTask<bool> Write(NpgsqlConnection connection, List<List<PendingCommit>> waves, bool careful)
    {
        // Statements of one batch are one transaction: it commits as a whole when the last one has run.
        await using var statements = new NpgsqlBatch(connection);
        if (careful)
        {
            statements.BatchCommands.Add(new(ShortPatience));
        }

        foreach (var wave in waves)
        {
            statements.BatchCommands.Add(await Statement(wave, careful));
        }

        await using var answers = await statements.ExecuteReaderAsync();
        if (careful)
        {
            await answers.NextResultAsync();
        }

        foreach (var wave in waves)
        {
            await Read(answers, wave);
            await answers.NextResultAsync();
        }

        return true;
    }

    /// <summary>
    /// One statement sees nothing of what it writes itself, so turns that touch each other (the same customer, the same
    /// event) go into statements one after the other. Nearly always there is one wave.
    /// </summary>
    static List<List<PendingCommit>> Waves(IReadOnlyList<PendingWrite> batch)
    {
        var waves = new List<(List<PendingCommit> Turns, HashSet<Touch> Touched)>();
        foreach (var pending in batch.Cast<PendingCommit>())
        {
            // It comes after the last turn that it touches, not merely beside others that it does not.
            var wave = waves.Count;
            while (wave > 0 && !Touches(pending).Any(waves[wave - 1].Touched.Contains))
            {
                wave--;
            }

            if (wave == waves.Count)
            {
                waves.Add(([], []));
            }

            waves[wave].Turns.Add(pending);
            waves[wave].Touched.UnionWith(Touches(pending));
        }

        return waves.ConvertAll(wave => wave.Turns);
    }

    static IEnumerable<Touch> Touches(PendingCommit pending)
    {
        var commit = pending.Commit;
        yield return new(commit.Customer.Workspace, null, commit.Customer.CustomerId);
        foreach (var entry in commit.Entries)
        {
            if (entry.Event is { Key: var key })
            {
                yield return new(commit.Customer.Workspace, key.Source, key.Id);
            }
        }
    }

    async ValueTask<NpgsqlBatchCommand> Statement(List<PendingCommit> turns, bool careful)
    {
        var numbered = new List<NumberedTurn>(turns.Count);
        foreach (var turn in turns)
        {
            var workspace = await database.FindOrAddWorkspace(turn.Commit.Customer.Workspace, CancellationToken.None);
            var lane = turn.Commit.Lane == Lanes.Live
                ? 0
                : await database.FindOrAddWorkspace(Lanes.Workspace(turn.Commit.Lane), CancellationToken.None);
            numbered.Add(new(turn, workspace, lane));
        }

        return CommitStatement.Of(numbered, clock.GetUtcNow(), careful);
    }

    async ValueTask Read(NpgsqlDataReader answers, List<PendingCommit> turns)
    {
        while (await answers.ReadAsync())
        {
            var turn = turns[(int)answers.GetInt64(0) - 1];
            if (answers.FieldCount > HeldColumn && answers.GetBoolean(HeldColumn))
            {
                BeCareful();
                turn.Refuse(new StoreUnavailableException(
                    "Another connection holds this customer's row and does not let go of it. Nothing was written."));
            }
            else if (!answers.GetBoolean(1))
            {
                turn.Refuse(Conflict(turn));
            }
            else if (!answers.IsDBNull(4))
            {
                var key = new EventKey(answers.GetString(3), answers.GetString(4));
                var hash = JournalCodes.Hash(answers.GetGuid(7));
                turn.Refuse([.. turn.Duplicates, new(key, answers.GetInt64(5), answers.Instant(6), hash)]);
            }
            else
            {
                turn.Refuse(answers.TextOrNull(2) is { } key
                    ? new LedgerConflictException(turn.Commit.Customer.Workspace, key)
                    : Conflict(turn));
            }
        }

        static VersionConflictException Conflict(PendingCommit turn) =>
            new(turn.Commit.Customer, turn.Commit.ExpectedVersion);
    }

    /// <summary>What two turns may have in common: a customer (no source), or an event.</summary>
    readonly record struct Touch(string Workspace, string? Source, string Id);
}
