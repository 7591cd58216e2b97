using System.Data;
using Engagement.Storage;
using Engagement.Storage.Postgres;
using Engagement.Tests.Support;
using Npgsql;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

/// <summary>
/// A process that hangs in the middle of a transaction holds rows. Whoever does not need them goes on.
/// </summary>
public sealed class HeldRowTests
{
    const int Held = 3;
    const int Others = 200;
    const int TriesMax = 20;

    static readonly CustomerKey s_bo = new("shop", "bo");

    /// <summary>What a busy machine may add.</summary>
    static readonly TimeSpan s_slack = TimeSpan.FromSeconds(5);

    public enum Addition
    {
        Customer,
        Event,
    }

    [PostgresFact]
    public async Task A_customer_whose_row_is_held_is_refused_alone_and_taken_once_it_is_free()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);
        await store.Customers.Commit(Took(s_bo, 0, "e2"), default);
        await using var frozen = await Transaction.Begin(
            store.Options.ConnectionString!, "SELECT 1 FROM customers WHERE customer_id = 'bo' FOR UPDATE");

        var held = store.Customers.Commit(Took(s_bo, 1, "e3"), default).AsTask();
        var others = Enumerable.Range(0, 50)
            .Select(i => store.Customers.Commit(Took(new("shop", $"c{i}"), 0, $"c{i}"), default).AsTask())
            .Append(store.Customers.Commit(Took(Ada, 1, "e4"), default).AsTask());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => held.WaitAsync(TimeSpan.FromSeconds(20)));
        var answers = await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.All(answers, answer => Assert.Empty(answer.Duplicates));

        await frozen.DisposeAsync();
        await store.Customers.Commit(Took(s_bo, 1, "e3"), default);
        Assert.Equal([1L, 2L], (await store.Customers.Tail(s_bo, 0, default)).Select(entry => entry.Version));
    }

    [PostgresFact]
    public async Task A_held_row_is_passed_over_and_its_neighbours_go_in_at_the_first_try()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);
        await store.Customers.Commit(Took(s_bo, 0, "e2"), default);
        await using var frozen = await Transaction.Begin(
            store.Options.ConnectionString!, "SELECT 1 FROM customers WHERE customer_id = 'bo' FOR UPDATE");
        var commits = new PostgresCommits(store.Get<PostgresDatabase>(), TimeProvider.System);
        var (held, other) = (new PendingCommit(Took(s_bo, 1, "e3")), new PendingCommit(Took(Ada, 1, "e4")));

        await commits.Write([held, other]);
        held.Complete();
        other.Complete();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => held.Answer);
        Assert.Empty((await other.Answer).Duplicates);
    }

    [PostgresTheory]
    [InlineData(Addition.Customer)]
    [InlineData(Addition.Event)]
    public async Task What_a_frozen_process_is_about_to_add_holds_up_nobody_for_long(Addition addition)
    {
        await using var store = await Store.Open(Dialect.Postgres);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);
        await using var frozen = await Transaction.Begin(store.Options.ConnectionString!, Insert(addition));

        for (var round = 0; round < 3; round++)
        {
            // Far from each other, so that no half is rid of them at once.
            var commits = Enumerable.Range(0, Others)
                .Select(i => Took(new("shop", $"c{i}"), round, $"c{i}-{round}"))
                .Chunk((Others / Held) + 1)
                .SelectMany((some, i) => some.Append(OfHeld(i)))
                .Select(commit => (commit.Customer, Answer: store.Customers.Commit(commit, default).AsTask()))
                .ToLookup(each => each.Customer.CustomerId.StartsWith("held", StringComparison.Ordinal));
            var answers = await Task.WhenAll(commits[false].Select(each => each.Answer))
                .WaitAsync(GroupCommit.PartsFor + s_slack);
            Assert.Equal((Others, 0), (answers.Length, answers.Sum(answer => answer.Duplicates.Length)));
            Assert.Equal(Held, commits[true].Count());
            foreach (var (_, answer) in commits[true])
            {
                await Assert.ThrowsAsync<StoreUnavailableException>(() => answer.WaitAsync(s_slack));
            }
        }

        await frozen.DisposeAsync();
        for (var i = 0; i < Held; i++)
        {
            var answer = SendUntilTaken(store, OfHeld(i));
            await Probe.Within(answer, $"held{i} being taken");
            Assert.Empty((await answer).Duplicates);
        }
    }

    /// <summary>
    /// As whoever is refused for now does. On a machine that has more to do, a lock that was just given up may be
    /// waited for a moment longer than a commit among others waits.
    /// </summary>
    static async Task<CommitAnswer> SendUntilTaken(Store store, CustomerCommit commit)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await store.Customers.Commit(commit, default);
            }
            catch (StoreUnavailableException) when (tries < TriesMax)
            {
                // Sent again.
            }
        }
    }

    static string Insert(Addition addition) => addition switch
    {
        Addition.Customer =>
            """
            INSERT INTO customers (workspace, customer_id, version, orders, open_alerts, points_pending,
              points_available, last_seen_at, events, facts, follow_ups)
            SELECT number, 'held' || i, 1, 0, 0, 0, 0, 0, 0, 0, 0
            FROM workspace_numbers CROSS JOIN generate_series(0, 2) i WHERE workspace = 'shop'
            """,
        _ =>
            """
            INSERT INTO journal (customer, version, at, kind, revision, fact_count, workspace, source, event_id,
              event_type, occurred_at, body_hash, input, facts)
            SELECT customer, 99 + i, at, kind, revision, fact_count, workspace, source, 'of held' || i, event_type,
              occurred_at, body_hash, input, facts
            FROM journal CROSS JOIN generate_series(0, 2) i WHERE event_id = 'e1'
            """,
    };

    static CustomerCommit OfHeld(int i) => Took(new("shop", $"held{i}"), 0, $"of held{i}");

    /// <summary>A transaction of another process that stands still, as if that process were frozen.</summary>
    internal sealed class Transaction(NpgsqlConnection connection) : IAsyncDisposable
    {
        public static async Task<Transaction> Begin(string database, string statement)
        {
            var connection = new NpgsqlConnection($"{database};Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"BEGIN; {statement}", connection);
            await command.ExecuteNonQueryAsync();
            return new(connection);
        }

        public async ValueTask DisposeAsync()
        {
            if (connection.State == ConnectionState.Open)
            {
                await using var command = new NpgsqlCommand("ROLLBACK", connection);
                await command.ExecuteNonQueryAsync();
            }

            await connection.DisposeAsync();
        }
    }
}
