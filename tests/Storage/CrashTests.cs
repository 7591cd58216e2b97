using System.Diagnostics;
using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

/// <summary>What was acknowledged is there, whatever happens to the process a moment later.</summary>
public sealed class CrashTests
{
    const int AcksBeforeTheKill = 1_500;

    [Theory, OnSqlite, OnPostgres]
    public async Task A_process_killed_in_the_middle_of_commits_loses_nothing_that_it_acknowledged(Dialect on)
    {
        var (options, drop) = await Store.Prepare(on);
        var acked = await RunAndKill(options);

        await using var store = Store.Over(options, drop);
        var kept = new HashSet<string>();
        foreach (var customer in await store.Reads.List("shop", null, null, int.MaxValue, default))
        {
            kept.Add(customer.CustomerId);
            await AssertWhole(store, customer);
        }

        Assert.True(acked.Count >= AcksBeforeTheKill);
        Assert.Empty(acked.Except(kept));
        await store.Customers.Commit(Took(new("shop", "after"), 0, "after"), default);
    }

    /// <summary>The turn of a crashing writer: rows in every table that a commit reaches.</summary>
    internal static CustomerCommit WholeTurn(string customer) => Took(new("shop", customer), 0, customer) with
    {
        DueAt = Noon,
        Outbox = [Effect("m")],
        Messages = [Message("m")],
        Ledger = [Booked("earn", "issued", "pending", 30)],
    };

    // Acknowledged or not, a turn is there as a whole.
    static async Task AssertWhole(Store store, ListedCustomer customer)
    {
        var key = new CustomerKey("shop", customer.CustomerId);
        Assert.Equal(1, customer.Version);
        Assert.Single(await store.Customers.Tail(key, 0, default));
        Assert.NotNull(await store.Outbox.Effect(key, "m", default));
        Assert.NotNull(await store.Reads.Message(key, "m", default));
        Assert.Single(await store.Reads.Ledger(key, null, 10, default));
    }

    static async Task<HashSet<string>> RunAndKill(StorageOptions options)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])
            ["exec", typeof(CrashTests).Assembly.Location, CrashingWriter.Name, options.DataFolder,
            options.ConnectionString ?? ""])
        {
            start.ArgumentList.Add(argument);
        }

        using var writer = Process.Start(start)!;
        var acked = new HashSet<string>();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            acked.Add(line);
            if (acked.Count == AcksBeforeTheKill)
            {
                writer.Kill();
            }
        }

        await writer.WaitForExitAsync();
        return acked;
    }
}

/// <summary>Commits for ever, from many callers at once, and says what was acknowledged: to be killed.</summary>
static class CrashingWriter
{
    public const string Name = "crashing-writer";

    const int Callers = 64;

    public static async Task Run(string dataFolder, string connectionString)
    {
        await using var store = Store.Over(
            new() { DataFolder = dataFolder, ConnectionString = connectionString is "" ? null : connectionString },
            () => ValueTask.CompletedTask);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Commit()));

        async Task Commit()
        {
            while (true)
            {
                var customer = $"c{Interlocked.Increment(ref next)}";
                await store.Customers.Commit(CrashTests.WholeTurn(customer), default);
                Console.WriteLine(customer);
            }
        }
    }
}
