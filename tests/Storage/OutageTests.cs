using System.Collections.Concurrent;
using Engagement.Storage;
using Engagement.Storage.Sqlite;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class OutageTests
{
    [Fact]
    public async Task A_full_disk_acknowledges_nothing_loses_nothing_and_recovers_by_itself()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        var database = store.Get<SqliteDatabase>();
        await store.Customers.Commit(Took(Ada, 0, "before"), default);
        await SetPagesMax(database, "SELECT 60 + page_count FROM pragma_page_count");

        var acked = new List<int>();
        var refused = 0;
        for (var i = 0; i < 2_000 && refused < 3; i++)
        {
            try
            {
                await store.Customers.Commit(Took(new("shop", $"c{i}"), 0, $"c{i}"), default);
                acked.Add(i);
            }
            catch (StoreUnavailableException)
            {
                refused++;
            }
        }

        Assert.Equal(3, refused);
        Assert.NotEmpty(acked);
        Assert.Contains("full", await store.Get<IStoreHealth>().Problem(default), StringComparison.Ordinal);
        Assert.Equal(acked.Count + 1, (await store.Reads.Totals("shop", default)).Customers);

        await SetPagesMax(database, "SELECT 1000000");

        Assert.Null(await store.Get<IStoreHealth>().Problem(default));
        await store.Customers.Commit(Took(Ada, 1, "after"), default);
        Assert.Equal(acked.Count + 1, (await store.Reads.Totals("shop", default)).Customers);
    }

    [Fact]
    public async Task A_data_folder_in_use_is_refused_with_a_message_that_says_by_whom()
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);

        var refused = Assert.Throws<InvalidOperationException>(() => Store.Over(store.Options));

        Assert.Contains(store.Options.DataFolder, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_was_left_opens_again()
    {
        var (options, drop) = await Store.Prepare(Dialect.Sqlite);
        await using (var first = Store.Over(options))
        {
            await first.Customers.Commit(Took(Ada, 0, "e1"), default);
        }

        await using var again = Store.Over(options, drop);

        Assert.Single(await again.Customers.Tail(Ada, 0, default));
    }

    [PostgresFact]
    public async Task A_server_that_crashes_under_load_loses_nothing_acknowledged_and_is_found_again()
    {
        using var server = PostgresServer.Start();
        await using var store = Store.Over(new() { ConnectionString = await server.Create() });
        var acked = new ConcurrentBag<string>();
        using var enough = new CancellationTokenSource();
        var refusals = new ConcurrentBag<Exception>();
        var reached = new TaskCompletionSource();

        var callers = Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested && refusals.Count < 200; i++)
            {
                var customer = $"c{caller}-{i}";
                try
                {
                    await store.Customers.Commit(Took(new("shop", customer), 0, customer), default);
                    acked.Add(customer);
                    if (acked.Count == 500)
                    {
                        reached.TrySetResult();
                    }
                }
                catch (Exception error)
                {
                    refusals.Add(error);
                }
            }
        })).ToArray();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        server.Halt();
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(refusals, error => Assert.IsType<StoreUnavailableException>(error));
        Assert.NotNull(await store.Get<IStoreHealth>().Problem(default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Reads.Totals("shop", default));

        server.Resume();

        await store.Customers.Commit(Took(Ada, 0, "after"), default);
        Assert.Null(await store.Get<IStoreHealth>().Problem(default));
        var kept = (await store.Reads.List("shop", null, null, int.MaxValue, default)).Select(
            customer => customer.CustomerId);
        Assert.Empty(acked.Except(kept));
    }

    [PostgresFact]
    public async Task After_a_restart_between_two_calls_the_first_call_goes_through()
    {
        using var server = PostgresServer.Start();
        await using var store = Store.Over(new() { ConnectionString = await server.Create() });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
            await store.Customers.Commit(Took(new("shop", $"c{i}"), 0, $"c{i}"), default)));

        server.Halt();
        server.Resume();

        await store.Customers.Commit(Took(Ada, 0, "after"), default);
    }

    static async Task SetPagesMax(SqliteDatabase database, string select) =>
        await database.Write(
            writer =>
            {
                var pages = writer.Statement(select).Number();
                writer.Run($"PRAGMA max_page_count = {pages}");
                return pages;
            },
            default);
}
