using Engagement.Storage.Sqlite;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

/// <summary>What a commit may cost, exactly: counted in statements, because times lie on a shared machine.</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData(1, 6)]
    [InlineData(10, 24)]
    public async Task A_turn_of_known_events_costs_two_statements_each_and_four_for_all_on_SQLite(
        int events, int statements)
    {
        await using var store = await Store.Open(Dialect.Sqlite);
        await store.Customers.Commit(Took(Ada, 0, "first"), default);
        var database = store.Get<SqliteDatabase>();
        var before = await StatementsRun(database);

        await store.Customers.Commit(
            Turn(Ada, 1, [.. Enumerable.Range(2, events).Select(version => Event(version, $"e{version}"))]), default);

        // The count itself is a transaction of two.
        Assert.Equal(statements + 2, await StatementsRun(database) - before);
    }

    [PostgresFact]
    public async Task A_turn_is_one_trip_to_PostgreSQL()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        await store.Customers.Commit(Took(Ada, 0, "first"), default);
        var trips = await Trips.Of(store.Options.ConnectionString!, () => store.Customers.Commit(
            Turn(Ada, 1, Event(2, "e2"), Event(3, "e3")) with { DueAt = Noon, Outbox = [Effect("m")] },
            default).AsTask());

        Assert.Equal(1, trips);
    }

    [PostgresFact]
    public async Task A_thousand_turns_at_once_are_a_few_trips()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        await store.Customers.Commit(Took(Ada, 0, "first"), default);
        var trips = await Trips.Of(store.Options.ConnectionString!,
            () => Task.WhenAll(Enumerable.Range(0, 1_000).Select(i =>
            store.Customers.Commit(Took(new("shop", $"c{i}"), 0, $"c{i}"), default).AsTask())));

        Assert.InRange(trips, 2, 100);
    }

    [PostgresFact]
    public async Task A_thousand_customers_that_wake_together_are_loaded_in_a_few_trips()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        CustomerKey[] customers = [.. Enumerable.Range(0, 1_000).Select(i => new CustomerKey("shop", $"c{i}"))];
        await Task.WhenAll(customers.Select(customer =>
            store.Customers.Commit(Took(customer, 0, customer.CustomerId), default).AsTask()));

        var trips = await Trips.Of(store.Options.ConnectionString!, () => Task.WhenAll(customers.Select(async key =>
        {
            var tail = await store.Customers.Tail(key, 0, default);
            Assert.Single(tail);
        })));

        Assert.InRange(trips, 1, 50);
    }

    static async Task<long> StatementsRun(SqliteDatabase database) =>
        await database.Write(writer => writer.StatementsRun, default);
}
