using Engagement.Customers;
using Engagement.Events;
using Engagement.Loyalty;
using Engagement.Storage;

namespace Engagement.Tests.Simulation;

/// <summary>What survives a crash: the tables of a simulated store, changed only in one piece.</summary>
sealed class Disk : ISimDisk
{
    public Dictionary<CustomerKey, List<JournalEntry>> Journal { get; } = [];

    public Dictionary<CustomerKey, CustomerSnapshot> Snapshots { get; } = [];

    public Dictionary<(string Workspace, EventKey Key), (long Version, DateTimeOffset At,
        UInt128 Hash)> Events { get; } = [];

    public Dictionary<(CustomerKey Customer, string Key), LedgerEntry> Ledger { get; } = [];

    public SortedDictionary<long, OutboxRow> Outbox { get; } = [];

    public Dictionary<CustomerKey, DueRow> Due { get; } = [];

    public Dictionary<string, List<FeedEntry>> Feeds { get; } = [];

    public HashSet<(string Workspace, string Key)> FeedKeys { get; } = [];

    public Dictionary<(CustomerKey Customer, string Channel, string Address), string> Suppressions { get; } = [];

    public long Written => Journal.Sum(journal => journal.Value.Count);

    public ISimStore Open(World world, CommitSignals signals) => new SimStore(this, new(world), signals);

    public ValueTask<Disk> Close() => new(this);

    public long Version(CustomerKey customer) =>
        Journal.TryGetValue(customer, out var entries) ? entries[^1].Version : 0;

    /// <summary>All of a commit or nothing of it.</summary>
    public CommitAnswer Apply(CustomerCommit commit)
    {
        if (commit.ExpectedVersion != Version(commit.Customer))
        {
            throw new VersionConflictException(commit.Customer, commit.ExpectedVersion);
        }

        var workspace = commit.Customer.Workspace;
        var taken = commit.Entries
            .Where(e => e.Event is { } stamp && Events.ContainsKey((workspace, stamp.Key)))
            .Select(e => (e.Event!, First: Events[(workspace, e.Event!.Key)]))
            .Select(e => new DuplicateEvent(e.Item1.Key, e.First.Version, e.First.At, e.First.Hash))
            .ToList();
        if (taken.Count > 0)
        {
            return new([.. taken]);
        }

        Write(commit, workspace);
        return CommitAnswer.Written;
    }

    void Write(CustomerCommit commit, string workspace)
    {
        if (!Journal.TryGetValue(commit.Customer, out var journal))
        {
            Journal.Add(commit.Customer, journal = []);
        }

        journal.AddRange(commit.Entries);
        foreach (var entry in commit.Entries.Where(e => e.Event is not null))
        {
            Events.Add((workspace, entry.Event!.Key), (entry.Version, entry.At, entry.Event.BodyHash));
        }

        foreach (var entry in commit.Ledger)
        {
            Ledger.Add((commit.Customer, entry.Key), entry);
        }

        foreach (var entry in commit.Outbox)
        {
            Outbox.Add(Outbox.Count + 1, new(commit.Customer, entry));
        }

        foreach (var row in commit.Suppressions)
        {
            Suppressions.Remove((commit.Customer, row.Channel, row.Address));
            if (row.Reason is { } reason)
            {
                Suppressions.Add((commit.Customer, row.Channel, row.Address), reason);
            }
        }

        if (commit.DueAt is { } due)
        {
            Due[commit.Customer] = new(due);
        }
        else
        {
            Due.Remove(commit.Customer);
        }
    }
}

sealed class DueRow(DateTimeOffset at)
{
    public DateTimeOffset At { get; set; } = at;

    public DateTimeOffset NotBefore { get; set; }

    public int Attempts { get; set; }
}

sealed class OutboxRow(CustomerKey customer, OutboxEntry entry)
{
    public CustomerKey Customer => customer;

    public OutboxEntry Entry => entry;

    public DateTimeOffset NotBefore { get; set; } = entry.NotBefore;

    public int Attempts { get; set; }

    public bool Leased { get; set; }

    public bool Done { get; set; }

    public bool Dead { get; set; }
}
