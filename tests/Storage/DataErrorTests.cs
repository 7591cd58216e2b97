using Engagement.Storage;
using Npgsql;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

/// <summary>What a database cannot hold is a mistake in the data: no outage, and nobody else's trouble.</summary>
public sealed class DataErrorTests
{
    [PostgresFact]
    public async Task Text_that_the_database_cannot_hold_spoils_no_connection_for_others()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        await store.Customers.Commit(Took(Ada, 0, "e1"), default);
        var others = new List<Exception>();
        var own = new List<Exception>();

        await Task.WhenAll(Enumerable.Range(0, 32).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                var bad = (worker + i) % 3 == 0;
                try
                {
                    Assert.Single(await store.Reads.List("shop", bad ? "\0" : "ada", null, 10, default));
                }
                catch (Exception error)
                {
                    lock (own)
                    {
                        (bad ? own : others).Add(error);
                    }
                }
            }
        })));

        Assert.Empty(others);
        Assert.Equal(32 * 20, own.Count);
        Assert.All(own, error => Assert.Equal("22021", Assert.IsType<PostgresException>(error).SqlState));
        Assert.Null(await store.Get<IStoreHealth>().Problem(default));
    }

    [PostgresFact]
    public async Task An_event_that_cannot_be_stored_fails_alone_and_does_not_shut_its_customer_out()
    {
        await using var store = await Store.Open(Dialect.Postgres);
        var unkeepable = Took(Ada, 0, "e1") with { Lane = Lanes.Rehearsal("a\0b") };

        var many = Enumerable.Range(0, 200).Select(i => Commit($"c{i}")).ToList();
        await Assert.ThrowsAsync<InvalidDataException>(
            async () => await store.Customers.Commit(unkeepable, default));
        Assert.All(await Task.WhenAll(many), answer => Assert.Empty(answer.Duplicates));
        Assert.Empty((await store.Customers.Commit(Took(Ada, 0, "e1"), default)).Duplicates);

        Task<CommitAnswer> Commit(string customer) =>
            store.Customers.Commit(Took(new("shop", customer), 0, customer), default).AsTask();
    }
}
