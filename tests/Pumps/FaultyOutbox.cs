using System.Collections.Immutable;
using Engagement.DeadLetters;
using Engagement.Storage;

namespace Engagement.Tests.Pumps;

/// <summary>An outbox that cannot write results for a while.</summary>
sealed class FaultyOutbox(IOutbox outbox, int failures) : IOutbox
{
    readonly TaskCompletionSource<int> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _tries;

    public int Tries => Volatile.Read(ref _tries);

    /// <summary>Done when it has failed as often as it was to.</summary>
    public Task<int> Failed => _failed.Task;

    public ValueTask Settle(ImmutableArray<Delivered> results, CancellationToken cancellation)
    {
        var tries = Interlocked.Increment(ref _tries);
        if (tries == failures)
        {
            _failed.SetResult(tries);
        }

        return tries <= failures
            ? throw new StoreUnavailableException("The store is away.")
            : outbox.Settle(results, cancellation);
    }

    public ValueTask<ImmutableArray<PendingEffect>> Claim(
        string receiver, DateTimeOffset now, DateTimeOffset leasedUntil, int max, CancellationToken cancellation) =>
        outbox.Claim(receiver, now, leasedUntil, max, cancellation);

    public ValueTask GiveBack(ImmutableArray<long> rows, CancellationToken cancellation) =>
        outbox.GiveBack(rows, cancellation);

    public ValueTask<ImmutableArray<DeadLetter>> DeadLetters(
        string workspace, DeadLetterFilter filter, long before, int max, CancellationToken cancellation) =>
        outbox.DeadLetters(workspace, filter, before, max, cancellation);

    public ValueTask<long> CountDeadLetters(
        string workspace, DeadLetterFilter filter, CancellationToken cancellation) =>
        outbox.CountDeadLetters(workspace, filter, cancellation);

    public ValueTask<bool> Dismiss(
        string workspace, long row, DateTimeOffset at, string reason, CancellationToken cancellation) =>
        outbox.Dismiss(workspace, row, at, reason, cancellation);

    public ValueTask<bool> Revive(string workspace, long row, DateTimeOffset now, CancellationToken cancellation) =>
        outbox.Revive(workspace, row, now, cancellation);

    public ValueTask<KeptEffect?> Effect(CustomerKey customer, string key, CancellationToken cancellation) =>
        outbox.Effect(customer, key, cancellation);

    public ValueTask<ImmutableArray<QueueDepth>> Depths(CancellationToken cancellation) => outbox.Depths(cancellation);
}
