using System.Collections.Immutable;
using Engagement.Catalogues;
using Engagement.Storage;
using Engagement.Telemetry;

namespace Engagement.Customers;

/// <summary>
/// Step 4: load, decide, commit, reply. It knows nothing of Orleans, so that the simulator runs this very code.
/// After any exception it must be thrown away: what is in memory may be behind what is stored.
/// </summary>
public sealed class CustomerShell(CustomerKey key, LoadedCustomer loaded, ICustomerStore store, ICatalogues catalogues)
{
    public LoadedCustomer State { get; private set; } = loaded;

    /// <summary>Takes events in order; answers when all of them are durable.</summary>
    /// <param name="now">Our time.</param>
    public async ValueTask<ImmutableArray<Receipt>> Receive(Delivery delivery, DateTimeOffset now)
    {
        using var step = Steps.Begin(Steps.TakeTurn);
        var rules = await catalogues.For(key.Workspace, CancellationToken.None);
        var letters = new Letters(key, delivery.Events);
        while (letters.AnyUndecided)
        {
            var turn = new CommitTurn(key, State, rules);
            foreach (var letter in letters.Undecided)
            {
                turn.Take(letter.Message, letter.Stamp, rules.TimeOf(letter.Message, delivery.FollowClock, now));
                letter.Receipt = new(ReceiptKind.Accepted, turn.After.Version, turn.After.At);
            }

            // Rarely, some were taken before; the store then wrote nothing, and the rest is decided anew without them.
            var answer = await Commit(turn);
            letters.Settle(answer.Taken);
        }

        return letters.Receipts;
    }

    /// <summary>Does what is due; when nothing is, nothing is written.</summary>
    public async ValueTask<Wakening> Wake(DateTimeOffset now)
    {
        using var step = Steps.Begin(Steps.TakeTurn);
        var rules = await catalogues.For(key.Workspace, CancellationToken.None);
        var turn = new CommitTurn(key, State, rules);
        turn.Fire(now);
        if (!turn.IsEmpty)
        {
            await Commit(turn);
        }

        return new(turn.Fired, State.Customer.NextDue);
    }

    /// <summary>Step 7: an agent acts, which is one more input.</summary>
    public async ValueTask<ActAnswer> Act(string act, DateTimeOffset now)
    {
        using var step = Steps.Begin(Steps.Act);
        var rules = await catalogues.For(key.Workspace, CancellationToken.None);
        var turn = new CommitTurn(key, State, rules);
        var refusal = turn.Act(act, rules.Time(now) ?? State.At);
        if (refusal is null)
        {
            await Commit(turn);
        }

        return new(refusal, State.Version);
    }

    async ValueTask<CommitAnswer> Commit(CommitTurn turn)
    {
        using var step = Steps.Begin(Steps.Commit);

        // The caller may give up waiting, but a commit once begun runs to its end.
        var answer = await store.Commit(turn.ToCommit(), CancellationToken.None);
        if (answer.Taken.IsEmpty)
        {
            State = turn.After;
        }

        return answer;
    }
}
