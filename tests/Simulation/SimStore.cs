using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.DeadLetters;
using Engagement.Storage;

namespace Engagement.Tests.Simulation;

/// <summary>
/// One process's connection to the <see cref="Disk"/>, with everything that may happen to it.
/// </summary>
sealed class SimStore(Disk disk, SimLine line, CommitSignals signals)
    : ISimStore, ICustomerStore, IDueIndex, IOutbox, IAlertFeed
{
    readonly Disk _disk = disk;

    public ICustomerStore Customers => this;

    public IDueIndex Due => this;

    public IOutbox Outbox => this;

    // Its claims give out again what a crash left behind: the real store is there to set it apart.
    public ISuspectCustomers SuspectCustomers { get; } = new NoSuspects();

    public ISuspectEffects SuspectEffects { get; } = new NoSuspects();

    public IAlertFeed Feed => this;

    public ValueTask<ISnapshotPlace> Snapshots(CustomerKey customer) => new(new SimSnapshots(customer, _disk, line));

    public void Crash() => line.Crash();

    public async ValueTask<ImmutableArray<JournalEntry>> Tail(
        CustomerKey customer, long afterVersion, CancellationToken cancellation) => await line.Ask(() =>
            _disk.Journal.TryGetValue(customer, out var journal) ? [.. journal.Where(e => e.Version > afterVersion)]
                : ImmutableArray<JournalEntry>.Empty);

    public async ValueTask<CommitAnswer> Commit(CustomerCommit commit, CancellationToken cancellation)
    {
        var answer = await line.Ask(() => _disk.Apply(commit));
        signals.Effects([.. commit.Outbox.Select(entry => entry.Receiver)]);
        if (commit.DueAt is { } due)
        {
            signals.Due(commit.Lane, due);
        }

        return answer;
    }

    public async ValueTask<ImmutableArray<HeldSuppression>> Suppressed(
        string workspace, string channel, string address, CancellationToken cancellation) => await line.Ask(() =>
            _disk.Suppressions
                .Where(row => row.Key.Customer.Workspace == workspace && row.Key.Channel == channel
                    && row.Key.Address == SuppressionRow.Compared(address))
                .Select(row => new HeldSuppression(row.Key.Customer.CustomerId, row.Value))
                .ToImmutableArray());

    public async ValueTask<ImmutableArray<DueCustomer>> Claim(
        string lane,
        DateTimeOffset now,
        DateTimeOffset at,
        DateTimeOffset leasedUntil,
        int max,
        CancellationToken cancellation) => await line.Ask(() => _disk.Due
            .Where(row => row.Value.At <= now && row.Value.NotBefore <= at)
            .OrderBy(row => row.Value.At).ThenBy(row => row.Key.ToString(), StringComparer.Ordinal)
            .Take(max)
            .Select(row => Lease(row.Key, row.Value, leasedUntil))
            .ToImmutableArray());

    public async ValueTask Settle(CustomerKey customer, DateTimeOffset? dueAt, CancellationToken cancellation) =>
        await line.Ask(() =>
    {
        if (dueAt is { } at)
        {
            _disk.Due[customer] = new(at);
        }
        else
        {
            _disk.Due.Remove(customer);
        }

        return true;
    });

    public async ValueTask Postpone(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        await line.Ask(() =>
    {
        if (_disk.Due.TryGetValue(customer, out var row))
        {
            row.NotBefore = until;
            row.Attempts++;
        }

        return true;
    });

    public async ValueTask<DateTimeOffset?> Earliest(string lane, DateTimeOffset at, CancellationToken cancellation) =>
        await line.Ask(() => _disk.Due.Values
            .Select(row => (DateTimeOffset?)(row.At > row.NotBefore ? row.At : row.NotBefore)).Min());

    public async ValueTask<long> Overdue(string lane, DateTimeOffset since, CancellationToken cancellation) =>
        await line.Ask(() => (long)_disk.Due.Values.Count(row => row.At < since));

    public async ValueTask<ImmutableArray<PendingEffect>> Claim(
        string receiver, DateTimeOffset now, DateTimeOffset leasedUntil, int max, CancellationToken cancellation) =>
        await line.Ask(() => _disk.Outbox
            .Where(row => row.Value is { Done: false, Dead: false } && row.Value.Entry.Receiver == receiver)
            .Where(row => row.Value.NotBefore <= now)
            .Take(max)
            .Select(row => Lease(row.Key, row.Value, leasedUntil))
            .ToImmutableArray());

    public async ValueTask Settle(ImmutableArray<Delivered> results, CancellationToken cancellation) =>
        await line.Ask(() =>
    {
        foreach (var result in results)
        {
            var row = _disk.Outbox[result.Row];
            row.Leased = false;
            switch (result)
            {
                case Delivered.Done: row.Done = true; break;
                case Delivered.Retry retry: row.NotBefore = retry.At; break;
                case Delivered.HeldBack held: (row.NotBefore, row.Attempts) = (held.At, row.Attempts - 1); break;
                case Delivered.GivenUp: row.Dead = true; break;
                case Delivered.Withheld: row.Done = true; break;
                default: throw new NotSupportedException(result.ToString());
            }
        }

        return true;
    });

    public ValueTask GiveBack(ImmutableArray<long> rows, CancellationToken cancellation) => default;

    public ValueTask GiveBack(ImmutableArray<CustomerKey> customers, CancellationToken cancellation) => default;

    public ValueTask Orphan(CustomerKey customer, DateTimeOffset until, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<ImmutableArray<DeadLetter>> DeadLetters(
        string workspace, DeadLetterFilter filter, long before, int max, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<long> CountDeadLetters(
        string workspace, DeadLetterFilter filter, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<bool> Dismiss(
        string workspace, long row, DateTimeOffset at, string reason, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<bool> Revive(string workspace, long row, DateTimeOffset now, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<KeptEffect?> Effect(CustomerKey customer, string key, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<ImmutableArray<QueueDepth>> Depths(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public async ValueTask<long> Append(
        string workspace, ImmutableArray<FeedAppend> items, CancellationToken cancellation) => await line.Ask(() =>
    {
        if (!_disk.Feeds.TryGetValue(workspace, out var feed))
        {
            _disk.Feeds.Add(workspace, feed = []);
        }

        foreach (var item in items.Where(item => _disk.FeedKeys.Add((workspace, $"{item.CustomerId}|{item.Key}"))))
        {
            feed.Add(new(feed.Count + 1, item.CustomerId, item.Item));
        }

        return (long)feed.Count;
    });

    public ValueTask<ImmutableArray<FeedEntry>> After(
        string workspace, long position, int max, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<long> LastPosition(string workspace, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<ImmutableArray<AlertRow>> Alerts(
        string workspace, AlertFilter filter, long? before, int max, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<AlertRow?> Alert(string workspace, string alertId, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<ImmutableArray<FeedEntry>> History(
        string workspace, string alertId, CancellationToken cancellation) => throw new NotSupportedException();

    static DueCustomer Lease(CustomerKey customer, DueRow row, DateTimeOffset until)
    {
        row.NotBefore = until;
        return new(customer, row.At, row.Attempts);
    }

    static PendingEffect Lease(long number, OutboxRow row, DateTimeOffset until)
    {
        var interrupted = row.Leased;
        (row.NotBefore, row.Leased) = (until, true);
        row.Attempts++;
        return new(
            number,
            row.Customer,
            row.Entry.Key,
            row.Entry.Receiver,
            row.Entry.Effect,
            row.Attempts,
            row.Entry.NotBefore,
            interrupted);
    }
}

/// <summary>How hostile the world is, as probabilities.</summary>
sealed record Faults(double LostBefore, double LostAfter, double Crash, double ReceiverActsThenFails)
{
    public static Faults None { get; } = new(0, 0, 0, 0);

    public static Faults Hostile { get; } = new(0.03, 0.03, 0.004, 0.1);
}
