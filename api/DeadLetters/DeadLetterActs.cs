using System.Text.Json;
using Engagement.Access;
using Engagement.Customers;
using Engagement.Messages;
using Engagement.Storage;
using Engagement.Telemetry;

namespace Engagement.DeadLetters;

/// <summary>
/// Step 7: acts. Somebody sends again what was given up, or lets it go: one, or many in one go. Each is an act of its
/// own on its customer, so that the journal knows who it was.
/// </summary>
sealed class DeadLetterActs(IOutbox outbox, CustomerCalls customers, TimeProvider clock)
{
    /// <summary>Letters in one call; whoever means more calls again.</summary>
    public const int PerCall = 200;

    // As many customers as may be asked at once without making others wait for theirs.
    const int AtOnce = 16;

    /// <returns>Null when there is no dead letter of that row.</returns>
    public async ValueTask<DeadLetter?> Find(string workspace, long row) => row is > 0 and < long.MaxValue
        && await outbox.DeadLetters(workspace, DeadLetterFilter.All, row + 1, 1, CancellationToken.None) is [var letter]
        && letter.Row == row
            ? letter
            : null;

    public ValueTask<long> Count(string workspace, DeadLetterFilter filter) =>
        outbox.CountDeadLetters(workspace, filter, CancellationToken.None);

    /// <returns>How many of those that match it was done with, which is <see cref="PerCall"/> at most.</returns>
    public async ValueTask<int> DoAll(Caller caller, DeadLetterFilter filter, DeadLetterAct act)
    {
        var letters = await outbox.DeadLetters(caller.Workspace, filter, 0, PerCall, CancellationToken.None);
        var done = 0;
        await Parallel.ForEachAsync(
            letters,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (letter, _) =>
            {
                try
                {
                    if (await Do(caller, letter, act))
                    {
                        Interlocked.Increment(ref done);
                    }
                }
                catch (Exception error) when (error is TimeoutException or OperationCanceledException)
                {
                    // Its customer cannot be asked just now. It stays among those that are left, and is counted there.
                }
            });
        return done;
    }

    /// <summary>
    /// Whether it can be let go. A customer's follow-ups cannot: they would never come again, with no way back.
    /// </summary>
    public static bool MayDismiss(DeadLetter letter) => letter.Receiver != WakeAgain.Name;

    /// <returns>False when somebody else was faster, or it is not to be let go.</returns>
    public async ValueTask<bool> Do(Caller caller, DeadLetter letter, DeadLetterAct act)
    {
        if (act == DeadLetterAct.Dismiss && !MayDismiss(letter))
        {
            return false;
        }

        using var step = Steps.Begin(Steps.Act);
        var key = new CustomerKey(caller.Workspace, letter.CustomerId);
        AgentAct said = act == DeadLetterAct.Retry
            ? new MessageAct.RetryEffect(letter.Key, caller.Name)
            : new MessageAct.DismissEffect(letter.Key, caller.Name);
        var json = JsonSerializer.Serialize(said, CoreJson.AgentAct);

        // The journal first: nothing is sent again of which it does not know by whom.
        await customers.Ask(key, customer => customer.Act(json));
        var now = clock.GetUtcNow();
        return act == DeadLetterAct.Retry
            ? await outbox.Revive(caller.Workspace, letter.Row, now, CancellationToken.None)
            : await outbox.Dismiss(
                caller.Workspace, letter.Row, now, $"{caller.Name} let it go. {letter.Error}", CancellationToken.None);
    }
}

enum DeadLetterAct
{
    Retry,
    Dismiss,
}
