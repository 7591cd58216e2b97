using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Catalogues;
using Engagement.Journeys;
using Engagement.Messages;
using Engagement.Storage;
using Engagement.Telemetry;

namespace Engagement.Customers;

/// <summary>
/// Steps 2 and 4: one customer awake. Takes turns one after another: loads, decides, commits, answers, and saves a
/// snapshot now and then. It knows nothing of Orleans, so that the simulator runs this very code.
/// </summary>
public sealed class CustomerActivation(
    CustomerKey key, ICustomerStore store, ISnapshotPlace snapshots, ICatalogues catalogues, TimeProvider clock)
{
    /// <summary>Journal entries after which a snapshot is written while the customer is awake.</summary>
    public const int SnapshotEvery = 128;

    /// <summary>
    /// Entries that are folded rather than snapshotted when the customer goes to sleep: a short tail is read as fast as
    /// a snapshot, and most customers never have more.
    /// </summary>
    public const int TailMax = 16;

    Task _lastTurn = Task.CompletedTask;

    /// <summary>The customer as of the last commit; null while it has not been loaded.</summary>
    public LoadedCustomer? State { get; private set; }

    /// <summary>
    /// Whether somebody else should go on from here. After a failure what is in memory may be behind what is stored;
    /// after a conflict another activation is at work, and the next call should ask anew where the customer lives.
    /// </summary>
    public bool IsSpent { get; private set; }

    /// <summary>Takes events in order; answers when all of them are durable.</summary>
    public ValueTask<ImmutableArray<Receipt>> Receive(Delivery delivery) => InTurn(() => Take(delivery));

    /// <summary>Does what is due; when nothing is, nothing is written.</summary>
    public ValueTask<WakeResult> Wake(DateTimeOffset now) => InTurn(() => FireDue(now));

    /// <summary>Step 7: an agent acts, which is one more input.</summary>
    public ValueTask<ActAnswer> Act(string act) => InTurn(() => Do(act));

    /// <summary>Whether a message may leave now: what was true when it was decided may not be true any more.</summary>
    public ValueTask<ClearAnswer> Clear(ClearRequest question) => InTurn(() => Judge(question));

    /// <summary>
    /// Brings a live customer back whose time lies ahead of ours, since a clock was ahead when they were last touched:
    /// what they wait for since then is counted from now.
    /// </summary>
    /// <returns>False when their time is right.</returns>
    public ValueTask<bool> SetTimeRight() => InTurn(ComeBack);

    public ValueTask<CustomerView> View() => InTurn(() => new ValueTask<CustomerView>(new CustomerView(
        State!.Version,
        State.Version == 0 ? [] : JsonSerializer.SerializeToUtf8Bytes(State.Customer, CoreJson.Customer))));

    /// <summary>The customer leaves the memory: a long tail is saved, so that the next start is short.</summary>
    public async ValueTask Sleep()
    {
        await _lastTurn;
        await SnapshotAfter(TailMax);
    }

    async ValueTask<T> InTurn<T>(Func<ValueTask<T>> act)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = _lastTurn;
        _lastTurn = turn.Task;
        await before;
        try
        {
            State ??= await Load();
            var answer = await Again(act);
            await SnapshotAfter(SnapshotEvery);
            return answer;
        }
        catch
        {
            (State, IsSpent) = (null, true);
            throw;
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>A turn that another activation has overtaken is decided once more, on what that one wrote.</summary>
    static async ValueTask<T> Again<T>(Func<ValueTask<T>> act)
    {
        try
        {
            return await act();
        }
        catch (VersionConflictException)
        {
            return await act();
        }
    }

    async Task<LoadedCustomer> Load()
    {
        using var step = Steps.Begin(Steps.Load);
        var saved = snapshots.Saved;
        var tail = await store.Tail(key, saved?.Version ?? 0, CancellationToken.None);
        return LoadedCustomer.From(key, saved, tail);
    }

    async ValueTask<ImmutableArray<Receipt>> Take(Delivery delivery)
    {
        using var step = Steps.Begin(Steps.TakeTurn);
        var rules = await catalogues.For(key.Workspace, CancellationToken.None);
        var now = clock.GetUtcNow();
        var pending = new PendingEvents(key, delivery.Events);
        while (pending.AnyUndecided)
        {
            var turn = new UnitOfWork(key, State!, rules);
            foreach (var one in pending.Undecided)
            {
                turn.Take(one.Message, one.Stamp, rules.TimeOf(one.Message, delivery.FollowClock, now));
                one.Receipt = new(ReceiptKind.Accepted, turn.After.Version, turn.After.At);
            }

            // Rarely, some were taken before; the store then wrote nothing, and the rest is decided anew without them.
            var answer = await Commit(turn);
            pending.Settle(answer.Duplicates);
        }

        return pending.Receipts;
    }

    async ValueTask<WakeResult> FireDue(DateTimeOffset now)
    {
        using var step = Steps.Begin(Steps.TakeTurn);
        var rules = await catalogues.For(key.Workspace, CancellationToken.None);
        var turn = new UnitOfWork(key, State!, rules);
        turn.Fire(now);
        if (!turn.IsEmpty)
        {
            await Commit(turn);
        }

        return new(turn.Fired, State!.Customer.NextDue);
    }

    async ValueTask<ActAnswer> Do(string act)
    {
        using var step = Steps.Begin(Steps.Act);
        var rules = await catalogues.For(key.Workspace, CancellationToken.None);
        var turn = new UnitOfWork(key, State!, rules);
        var refusal = turn.Act(act, rules.Time(clock.GetUtcNow()) ?? State!.At);
        if (!turn.IsEmpty)
        {
            await Commit(turn);
        }

        return new(refusal, turn.After.Version);
    }

    async ValueTask<ClearAnswer> Judge(ClearRequest question)
    {
        var clearance = Clearance.Of(
            State!.Customer, question.Key, question.Channel, question.Purpose, question.To);
        if (clearance.Reason is null && await SuppressedElsewhere(question.Channel, clearance.To) is { } reason)
        {
            return new(clearance.To, reason);
        }

        if (clearance.Redirect is { } redirect)
        {
            await Do(JsonSerializer.Serialize<AgentAct>(redirect, CoreJson.AgentAct));
        }

        return new(clearance.To, clearance.Reason);
    }

    /// <summary>An address is dead for everybody in the workspace who has it.</summary>
    async ValueTask<string?> SuppressedElsewhere(string channel, string address) =>
        await store.Suppressed(key.Workspace, channel, address, CancellationToken.None) is [var held, ..]
            ? $"The address is suppressed. {held.Reason}"
            : null;

    async ValueTask<bool> ComeBack()
    {
        var rules = await catalogues.For(key.Workspace, CancellationToken.None);
        var now = clock.GetUtcNow();
        if (rules.Workspace.Rehearsal || State!.At <= now + AheadOfTime.Tolerance)
        {
            return false;
        }

        var ahead = (await store.Tail(key, 0, CancellationToken.None)).Where(entry => entry.At > now);
        var rested = ahead.SelectMany(static entry =>
            JsonSerializer.Deserialize(entry.Facts.Span, CoreJson.Facts)
                .OfType<JourneyFact.JourneyMoved>().Select(moved => moved.Entry));
        var turn = new UnitOfWork(key, State, rules);
        turn.SetTimeRight(new(State.At, [.. rested.Distinct(StringComparer.Ordinal)], "engagement"), now);
        await Commit(turn);
        return true;
    }

    /// <exception cref="VersionConflictException">
    /// Another activation has written; the state is reloaded, and what was decided must be decided anew.
    /// </exception>
    async ValueTask<CommitAnswer> Commit(UnitOfWork turn)
    {
        using var step = Steps.Begin(Steps.Commit);
        var commit = turn.ToCommit();
        try
        {
            // The caller may give up waiting, but a commit once begun runs to its end.
            var answer = await store.Commit(commit, CancellationToken.None);
            if (answer.Duplicates.IsEmpty)
            {
                State = turn.After;
            }

            return answer;
        }
        catch (VersionConflictException)
        {
            IsSpent = true;
            var tail = await store.Tail(key, commit.ExpectedVersion, CancellationToken.None);
            State = State!.After(tail);
            if (Holds(tail, commit.Entries))
            {
                // The store tried twice: the first try was written, and only its answer was lost on the way.
                return CommitAnswer.Written;
            }

            throw;
        }
    }

    static bool Holds(ImmutableArray<JournalEntry> tail, ImmutableArray<JournalEntry> entries) =>
        tail.Length >= entries.Length && entries.Zip(tail).All(static pair => pair.First.IsSameAs(pair.Second));

    async ValueTask SnapshotAfter(int entries)
    {
        if (State is { } state && state.Version - (snapshots.Saved?.Version ?? 0) >= entries
            && !await snapshots.Save(state.ToSnapshot()))
        {
            IsSpent = true;
        }
    }
}
