using Engagement.Storage.Postgres;
using Engagement.Storage.Sqlite;
using Engagement.Tests.Support;
using Npgsql;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

/// <summary>What lists, searches, counts and exports never holds up a turn.</summary>
public sealed class BrowsingTests
{
    const int Waiting = 50;

    [Fact]
    public async Task However_many_lists_wait_on_SQLite_a_customer_is_loaded_and_committed()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        await store.Customers.Commit(Took(Ada, 0, "first"), default);
        var database = store.Get<SqliteDatabase>();
        using var gate = new ManualResetEventSlim();
        var held = Enumerable.Range(0, SqliteDatabase.BrowsersMax + Waiting).Select(_ => database.Browse(
            _ =>
            {
                gate.Wait();
                return 0;
            },
            default).AsTask()).ToList();
        Task[] lists =
        [
            store.Reads.List("shop", "a", null, 10, default).AsTask(),
            store.Reads.Timeline(Ada, null, 10, default).AsTask(),
            store.Reads.Ledger(Ada, null, 10, default).AsTask(),
            store.Reads.Messages("shop", null, null, 10, default).AsTask(),
            store.Reads.Totals("shop", default).AsTask(),
            store.Reads.Journal("shop", default).ToListAsync().AsTask(),
            store.Feed.Alerts("shop", new(null, null, null, null), null, 10, default).AsTask(),
            store.Outbox.DeadLetters("shop", 0, 10, default).AsTask(),
        ];
        try
        {
            await Turn(store);
            Assert.All(lists, list => Assert.False(list.IsCompleted));
        }
        finally
        {
            gate.Set();
        }

        await Probe.Within(Task.WhenAll([.. held, .. lists]), "every list answered");
    }

    [PostgresFact]
    public async Task However_many_lists_wait_on_PostgreSQL_a_customer_is_loaded_and_committed()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        await store.Customers.Commit(Took(Ada, 0, "first"), default);
        var reads = store.Get<PostgresDatabase>().Reads;
        var held = new List<NpgsqlConnection>();
        for (var i = 0; i < 8; i++)
        {
            held.Add(await reads.Open(default));
        }

        Task[] lists =
        [
            store.Reads.List("shop", "a", null, 10, default).AsTask(),
            store.Reads.Totals("shop", default).AsTask(),
            store.Feed.Alerts("shop", new(null, null, null, null), null, 10, default).AsTask(),
            store.Outbox.DeadLetters("shop", 0, 10, default).AsTask(),
        ];
        try
        {
            await Turn(store);
            Assert.All(lists, list => Assert.False(list.IsCompleted));
        }
        finally
        {
            foreach (var connection in held)
            {
                await connection.DisposeAsync();
            }
        }

        await Probe.Within(Task.WhenAll(lists), "every list answered");
    }

    [Fact]
    public async Task A_search_whose_caller_has_left_ends()
    {
        const string Minutes =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) "
            + "SELECT count(*) FROM n";
        await using var store = await Store.Open(Dialect.Sqlite);
        var database = store.Get<SqliteDatabase>();
        using var caller = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var search = database.Browse(
            reader =>
            {
                begun.SetResult();
                return reader.Statement(Minutes).Number();
            },
            caller.Token).AsTask();
        await Probe.Within(begun.Task, "the search began");

        await caller.CancelAsync();

        await Probe.Within(
            Assert.ThrowsAnyAsync<OperationCanceledException>(() => search), "the search ended");
        // What it ran on serves the next one.
        Assert.Equal(1, await database.Browse(reader => reader.Statement("SELECT 1").Number(), default));
    }

    static Task Turn(Store store) => Probe.Within(
        Task.Run(async () =>
        {
            Assert.Single(await store.Customers.Tail(Ada, 0, default));
            await store.Customers.Commit(Took(Ada, 1, "second"), default);
            Assert.Equal(2, (await store.Customers.Tail(Ada, 0, default)).Length);
        }),
        "a turn beside the lists",
        TimeSpan.FromSeconds(10));
}
