using Orleans.Runtime;
using Orleans.Storage;

namespace Engagement.Tests.Storage;

public sealed class GrainStorageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_state_is_read_back_with_its_version(Dialect on)
    {
        await using var store = await Store.Open(on);
        var state = await Read(store, "shop/ada");
        Assert.Equal((false, null, ""), (state.RecordExists, state.ETag, state.State!.Text));

        state.State.Text = "one";
        await Write(store, "shop/ada", state);
        state.State.Text = "two";
        await Write(store, "shop/ada", state);

        var again = await Read(store, "shop/ada");
        Assert.Equal((true, "2", "two"), (again.RecordExists, again.ETag, again.State!.Text));
        Assert.False((await Read(store, "shop/ada", stateName: "other")).RecordExists);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_first_writers_at_once_one_wins_and_the_others_are_told(Dialect on)
    {
        await using var store = await Store.Open(on);
        var states = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Read(store, "shop/ada")));

        var outcomes = await Task.WhenAll(states.Select((state, i) => Outcome(store, "shop/ada", state, $"{i}")));

        Assert.Equal(1, outcomes.Count(written => written));
        Assert.Equal("1", (await Read(store, "shop/ada")).ETag);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_later_writers_of_one_version_one_wins(Dialect on)
    {
        await using var store = await Store.Open(on);
        await Outcome(store, "shop/ada", await Read(store, "shop/ada"), "first");
        var states = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Read(store, "shop/ada")));

        var outcomes = await Task.WhenAll(states.Select((state, i) => Outcome(store, "shop/ada", state, $"{i}")));

        Assert.Equal(1, outcomes.Count(written => written));
        Assert.Equal("2", (await Read(store, "shop/ada")).ETag);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_that_read_as_numbers_are_kept_apart(Dialect on)
    {
        await using var store = await Store.Open(on);
        string[] keys = ["abc", "ABC", "0abc", "2748", "00000000000000000000000000000abc", "7b"];

        await Task.WhenAll(keys.Select(async key => await Outcome(store, key, await Read(store, key), key)));

        foreach (var key in keys)
        {
            Assert.Equal((key, "1"), ((await Read(store, key)).State!.Text, (await Read(store, key)).ETag));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cleared_state_is_gone_and_its_old_version_with_it(Dialect on)
    {
        await using var store = await Store.Open(on);
        var state = await Read(store, "shop/ada");
        await Outcome(store, "shop/ada", state, "one");
        var stale = await Read(store, "shop/ada");

        await store.Get<IGrainStorage>().ClearStateAsync("counted", Grain("shop/ada"), state);

        Assert.False(state.RecordExists);
        Assert.False((await Read(store, "shop/ada")).RecordExists);
        Assert.False(await Outcome(store, "shop/ada", stale, "late"));
        Assert.True(await Outcome(store, "shop/ada", state, "anew"));
        Assert.Equal("anew", (await Read(store, "shop/ada")).State!.Text);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_states_at_once_each_find_their_own(Dialect on)
    {
        await using var store = await Store.Open(on);
        var keys = Enumerable.Range(0, 1_000).Select(i => $"shop/c{i}").ToArray();

        await Task.WhenAll(keys.Select(async key => await Outcome(store, key, await Read(store, key), key)));
        var read = await Task.WhenAll(keys.Select(key => Read(store, key)));

        Assert.Equal(keys, read.Select(state => state.State!.Text));
    }

    static async Task<GrainState<Named>> Read(Store store, string key, string stateName = "counted")
    {
        var state = new GrainState<Named>();
        await store.Get<IGrainStorage>().ReadStateAsync(stateName, Grain(key), state);
        return state;
    }

    static Task Write(Store store, string key, GrainState<Named> state) =>
        store.Get<IGrainStorage>().WriteStateAsync("counted", Grain(key), state);

    static async Task<bool> Outcome(Store store, string key, GrainState<Named> state, string text)
    {
        state.State = new() { Text = text };
        try
        {
            await Write(store, key, state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    static GrainId Grain(string key) => GrainId.Create("tested", key);

    sealed class Named
    {
        public string Text { get; set; } = "";
    }
}
