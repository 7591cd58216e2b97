using System.Collections.Immutable;
using Engagement.Events;

namespace Engagement.Storage;

/// <summary>Something that waits for a transaction which it may share with others.</summary>
abstract class PendingWrite
{
    /// <summary>About how many rows it writes.</summary>
    public abstract int Rows { get; }

    /// <summary>The transaction is durable: whoever waits gets the answer that was found in it.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);
}

/// <summary>A turn of one customer, waiting.</summary>
sealed class PendingCommit : PendingWrite
{
    readonly TaskCompletionSource<CommitAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    CommitAnswer _found = CommitAnswer.Written;
    Exception? _refusal;

    public PendingCommit(CustomerCommit commit)
    {
        Commit = commit;
        Check(commit);
        FactCounts = new int[commit.Entries.Length];
        for (var i = 0; i < FactCounts.Length; i++)
        {
            // Counted here, on the caller's thread, because the writer's is the one all wait for.
            FactCounts[i] = JournalCodes.FactCount(commit.Entries[i].Facts.Span);
        }
    }

    public CustomerCommit Commit { get; }

    public int[] FactCounts { get; }

    public long NewVersion => Commit.ExpectedVersion + Commit.Entries.Length;

    public Task<CommitAnswer> Answer => _answer.Task;

    /// <summary>Its events that were found to be taken.</summary>
    public ImmutableArray<DuplicateEvent> Duplicates => _found.Duplicates;

    public bool Written => _refusal is null && _found.Duplicates.IsEmpty;

    public override int Rows =>
        1 + Commit.Entries.Length + Commit.Outbox.Length + Commit.Ledger.Length + Commit.Messages.Length;

    /// <summary>What it adds to its customer's counts.</summary>
    public CommitTally Tally() => CommitTally.Of(Commit, FactCounts);

    /// <summary>The transaction begins, perhaps again: nothing is found yet.</summary>
    public void Reset() => (_found, _refusal) = (CommitAnswer.Written, null);

    /// <summary>Nothing of this commit is in the transaction, because these events were taken before.</summary>
    public void Refuse(ImmutableArray<DuplicateEvent> taken) => _found = new(taken);

    /// <summary>Nothing of this commit is in the transaction; the transaction goes on without it.</summary>
    public void Refuse(Exception reason) => _refusal = reason;

    public override void Complete()
    {
        if (_refusal is { } reason)
        {
            _answer.TrySetException(reason);
        }
        else
        {
            _answer.TrySetResult(_found);
        }
    }

    public override void Fail(Exception error) => _answer.TrySetException(error);

    static void Check(CustomerCommit commit)
    {
        var version = commit.ExpectedVersion;
        HashSet<EventKey>? keys = null;
        foreach (var entry in commit.Entries)
        {
            if (entry.Version != ++version)
            {
                throw new ArgumentException(
                    $"Journal versions must be gapless: {entry.Version} came where {version} was due.", nameof(commit));
            }

            if (entry.Event is { } stamp && commit.Entries.Length > 1 && !(keys ??= []).Add(stamp.Key))
            {
                throw new ArgumentException("One commit holds the same event twice.", nameof(commit));
            }
        }
    }
}
