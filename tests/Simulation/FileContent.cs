using Engagement.Storage.Sqlite;

namespace Engagement.Tests.Simulation;

/// <summary>
/// What the file of the real store holds: by the store's own reads, and where it has none that tell all, from its rows.
/// </summary>
static class FileContent
{
    const string SelectDue =
        """
        SELECT c.customer_id, d.due_at FROM due d JOIN customers c ON c.number = d.customer
        """;

    const string SelectOutbox =
        """
        SELECT c.customer_id, o.key, o.receiver, o.enqueued_at, o.effect, o.state, o.row
        FROM outbox o JOIN customers c ON c.number = o.customer ORDER BY o.row
        """;

    public static async Task<Disk> Read(SimFileStore store)
    {
        var disk = new Disk();
        await ReadCustomers(store, disk);
        await ReadPumps(store.Database, disk);
        await ReadFeed(store, disk);
        return disk;
    }

    static async Task ReadCustomers(SimFileStore store, Disk disk)
    {
        var reads = new SqliteCustomerReads(store.Database);
        await foreach (var (id, entry) in reads.Journal(World.Workspace, CancellationToken.None))
        {
            var key = new CustomerKey(World.Workspace, id);
            disk.Journal.TryAdd(key, []);
            disk.Journal[key].Add(entry);
        }

        foreach (var key in disk.Journal.Keys)
        {
            foreach (var booked in await reads.Ledger(key, null, int.MaxValue, CancellationToken.None))
            {
                disk.Ledger.Add((key, booked.Entry.Key), booked.Entry);
            }

            if ((await store.Snapshots(key)).Saved is { } snapshot)
            {
                disk.Snapshots.Add(key, snapshot);
            }
        }
    }

    static async Task ReadPumps(SqliteDatabase database, Disk disk)
    {
        var due = await database.Read(
            reader => reader.Statement(SelectDue).All(row => (Key(row), At: row.Instant(1))), CancellationToken.None);
        foreach (var (key, at) in due)
        {
            disk.Due.Add(key, new(at));
        }

        var outbox = await database.Read(
            reader => reader.Statement(SelectOutbox).All(row => (Number: row.Int64(6), Row: Outbox(row))),
            CancellationToken.None);
        foreach (var (number, row) in outbox)
        {
            disk.Outbox.Add(number, row);
        }
    }

    static async Task ReadFeed(SimFileStore store, Disk disk)
    {
        disk.Feeds.Add(
            World.Workspace, [.. await store.Feed.After(World.Workspace, 0, int.MaxValue, CancellationToken.None)]);
        disk.FeedKeys.UnionWith(await store.Database.Read(
            reader => reader.Statement("SELECT customer_id, key FROM feed")
                .All(row => (World.Workspace, $"{row.Text(0)}|{row.Text(1)}")),
            CancellationToken.None));
    }

    static CustomerKey Key(Statement row) => new(World.Workspace, row.Text(0));

    static OutboxRow Outbox(Statement row) =>
        new(Key(row), new(row.Text(1), row.Text(2), row.Instant(3), row.Blob(4)))
        {
            Done = row.Int64(5) == 1,
            Dead = row.Int64(5) == 2,
        };
}
