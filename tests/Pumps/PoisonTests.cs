using Engagement.DeadLetters;
using Engagement.Storage;
using Engagement.Tests.Storage;

namespace Engagement.Tests.Pumps;

/// <summary>Work that ends whichever process takes it, among work that does not.</summary>
public sealed class PoisonTests
{
    const int Good = 500;
    const int Kills = 20;

    [Fact]
    public async Task One_poison_effect_among_500_and_20_kills_make_exactly_one_dead_letter()
    {
        await using var product = await DyingProduct.Start();
        string[] keys = [.. Enumerable.Range(0, Good).Select(n => $"k{n}"), "poison"];
        await product.With(store => Commit(store, keys));
        product.Poison.Add("poison");

        var deaths = await Ends(product);

        Assert.InRange(deaths, Kills, Kills + 5);
        await product.With(async store =>
        {
            var dead = Assert.Single(await store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default));
            Assert.Equal(("poison", Suspicion.Reason), (dead.Key, dead.Error));
            Assert.Empty(await store.Outbox.Depths(default));
        });
        Assert.Equal(Good, product.Done.Count);
        Assert.Equal(5, product.Begun.Count(begun => begun == "poison"));
    }

    [Fact]
    public async Task One_poison_customer_among_500_and_20_kills_make_exactly_one_dead_letter_that_can_be_retried()
    {
        await using var product = await DyingProduct.Start();
        string[] customers = [.. Enumerable.Range(0, Good).Select(n => $"c{n}"), "poison"];
        await product.With(store => Wait(store, customers));
        product.Poison.Add("poison");

        var deaths = await Ends(product);

        Assert.InRange(deaths, Kills, Kills + 5);
        Assert.Equal(Good, product.Done.Count);
        Assert.All(product.Done.Values, times => Assert.Equal(1, times));
        await product.With(async store =>
        {
            var dead = Assert.Single(await store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default));
            Assert.Equal(
                ("poison", "follow-ups", Suspicion.Reason), (dead.CustomerId, dead.Receiver, dead.Error));
            Assert.Equal(0, await store.Due.Overdue(Lanes.Live, DateTimeOffset.MaxValue, default));
            Assert.True(await store.Outbox.Revive("shop", dead.Row, Turns.Noon, default));
        });

        product.Poison.Clear();
        Assert.False(await product.Live());
        Assert.Equal(1, product.Done["poison"]);
    }

    [Fact]
    public async Task Kills_alone_give_nothing_up()
    {
        await using var product = await DyingProduct.Start();
        string[] keys = [.. Enumerable.Range(0, Good).Select(n => $"k{n}")];
        await product.With(store => Commit(store, keys));

        await Ends(product);

        await product.With(async store =>
            Assert.Empty(await store.Outbox.DeadLetters("shop", DeadLetterFilter.All, 0, 10, default)));
        Assert.Equal(Good, product.Done.Count);
    }

    [Fact]
    public async Task What_met_an_end_twice_has_nothing_beside_it_when_it_is_done_again()
    {
        await using var product = await DyingProduct.Start();
        await product.With(store => Commit(store, ["poison", .. Enumerable.Range(0, 9).Select(n => $"k{n}")]));
        await product.With(store => Wait(store, ["ben", "eve"]));
        product.Poison.Add("poison");
        Assert.True(await product.Live());
        Assert.True(await product.Live());

        for (var life = 0; life < Suspicion.LoneEndsMax; life++)
        {
            var before = product.Begun.Count;
            await product.With(store => Commit(store, [$"new{life}"]));
            Assert.True(await product.Live());
            Assert.Equal("poison", product.Begun.Last());
            Assert.True(product.Begun.Count > before);
            Assert.Equal(1, product.InHand);
        }

        Assert.False(await product.Live());
        Assert.Equal(14, product.Done.Count);
    }

    /// <summary>Twenty lives that are killed early, and then lives until one comes to rest.</summary>
    static async Task<int> Ends(DyingProduct product)
    {
        var deaths = 0;
        for (var life = 0; life < Kills; life++)
        {
            deaths += await product.Live(killAfter: 1 + (life * 7 % 23)) ? 1 : 0;
        }

        while (await product.Live())
        {
            deaths++;
            Assert.True(deaths < Kills * 2, "It does not come to rest.");
        }

        return deaths;
    }

    static async Task Commit(Store store, string[] keys)
    {
        await store.Workspaces.Create(new("shop", "Shop", false, null, "Etc/UTC", "en", Turns.Noon), [], default);
        var version = (await store.Customers.Tail(Turns.Ada, 0, default)).Length;
        await store.Customers.Commit(
            Turns.Took(Turns.Ada, version, $"e{version}") with
            {
                Outbox = [.. keys.Select(key => OutboxWorld.Entry("email", key))],
                Messages = [.. keys.Select(key => Turns.Message(key))],
            },
            default);
    }

    static async Task Wait(Store store, string[] customers)
    {
        await store.Workspaces.Create(new("shop", "Shop", false, null, "Etc/UTC", "en", Turns.Noon), [], default);
        await Task.WhenAll(customers.Select(id => store.Customers.Commit(
            Turns.Took(new("shop", id), 0, id) with { DueAt = Turns.Noon }, default).AsTask()));
    }
}
