using System.Collections.Immutable;
using Engagement.Storage;
using Engagement.Tests.Support;

namespace Engagement.Tests.Engine;

/// <summary>A real store in trying times.</summary>
sealed class TryingStore(ICustomerStore inner, Probe probe) : ICustomerStore
{
    Func<Func<ValueTask<CommitAnswer>>, ValueTask<CommitAnswer>>? _next;

    /// <summary>The next commit is not written.</summary>
    public void FailNext() => _next = _ => throw new StoreUnavailableException("The disk is full.");

    /// <summary>The next commit is written, and its answer is lost.</summary>
    public void LoseNextAnswer() => _next = async write =>
    {
        await write();
        throw new StoreUnavailableException("The connection was cut.");
    };

    /// <summary>The next commit waits for the probe's gate of that name, and notes that it does.</summary>
    public void HoldNext(string gate) => _next = async write =>
    {
        probe.Note($"waits at {gate}");
        await probe.Gate(gate);
        return await write();
    };

    public ValueTask<ImmutableArray<JournalEntry>> Tail(
        CustomerKey customer, long afterVersion, CancellationToken cancellation)
    {
        probe.Note($"tail of {customer} after {afterVersion}");
        return inner.Tail(customer, afterVersion, cancellation);
    }

    public ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation) =>
        Interlocked.Exchange(ref _next, null) is { } next
            ? next(() => inner.Commit(commit, cancellation))
            : inner.Commit(commit, cancellation);

    public ValueTask<ImmutableArray<HeldSuppression>> Suppressed(
        string workspace, string channel, string address, CancellationToken cancellation) =>
        inner.Suppressed(workspace, channel, address, cancellation);
}
