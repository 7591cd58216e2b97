using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class WorkspacesTests
{
    static readonly Workspace Shop = new("shop", "The Shop", false, null, "Europe/Berlin", "de", Noon);
    static readonly Workspace Demo = new("demo", "A demo", true, Noon, "Etc/UTC", "en", Noon);
    static readonly ApiKey Key = new(
        "k1", "shop", "intake", new byte[] { 1, 2, 3 }, ["events:write", "customers:read"], Noon, null);
    static readonly AgentAccount Mia = new("shop", "mia", "hash", "stamp", 0, null, Noon);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_workspace_is_created_once(Dialect on)
    {
        await using var store = await Store.Open(on);

        Assert.True(await store.Workspaces.Create(Shop, [], default));
        Assert.False(await store.Workspaces.Create(Shop with { Name = "Another" }, [], default));
        Assert.True(await store.Workspaces.Create(Demo, [], default));

        Assert.Equal(Shop, await store.Workspaces.Find("shop", default));
        Assert.Null(await store.Workspaces.Find("nobody", default));
        Assert.Equal([Demo, Shop], (await store.Workspaces.List(default)).AsEnumerable());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_workspace_and_its_first_definitions_are_there_together_or_not_at_all(Dialect on)
    {
        await using var store = await Store.Open(on);
        var definitions = new[] { "a", "b" }.Select(id => new NewDefinition("shop", "brand", id, "x", "s", Noon));
        // No database takes a document that is not there.
        NewDefinition[] broken = [.. definitions, new("shop", "brand", "c", null!, "s", Noon)];

        await Assert.ThrowsAnyAsync<Exception>(
            async () => await store.Workspaces.Create(Shop, [.. broken], default));

        Assert.Null(await store.Workspaces.Find("shop", default));
        Assert.Empty((await store.Definitions.All("shop", default)).Definitions);

        Assert.True(await store.Workspaces.Create(Shop, [.. definitions], default));
        Assert.False(await store.Workspaces.Create(Shop, [.. definitions], default));

        Assert.Equal(
            [("a", 1), ("b", 1)],
            (await store.Definitions.All("shop", default)).Definitions.Select(one => (one.Id, one.Version)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_session_that_was_ended_is_known_until_its_time_is_over(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Workspaces.EndSession("s1", Noon, Noon.AddHours(1), default);
        await store.Workspaces.EndSession("s1", Noon, Noon.AddHours(1), default);
        Assert.True(await store.Workspaces.HasEnded("s1", default));
        Assert.False(await store.Workspaces.HasEnded("s2", default));

        await store.Workspaces.EndSession("s2", Noon.AddHours(2), Noon.AddHours(3), default);

        Assert.False(await store.Workspaces.HasEnded("s1", default));
        Assert.True(await store.Workspaces.HasEnded("s2", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rehearsals_clock_moves_forward_only_and_a_live_one_has_none(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Workspaces.Create(Shop, [], default);
        await store.Workspaces.Create(Demo, [], default);

        Assert.Equal(Noon.AddDays(2), await store.Workspaces.AdvanceClock("demo", Noon.AddDays(2), default));
        Assert.Equal(Noon.AddDays(2), await store.Workspaces.AdvanceClock("demo", Noon.AddDays(1), default));
        Assert.Equal(Noon.AddDays(2), (await store.Workspaces.Find("demo", default))!.Clock);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await store.Workspaces.AdvanceClock("shop", Noon, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_are_found_by_their_hash_and_revoked_only_from_their_own_workspace(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Workspaces.AddKey(Key, default);
        await store.Workspaces.AddKey(
            Key with { Id = "k2", Workspace = null, Hash = new byte[] { 9 }, Scopes = ["operate"] }, default);

        var found = await store.Workspaces.FindKey(new byte[] { 1, 2, 3 }, default);

        Assert.Equal(("k1", "shop", "intake", Noon), (found!.Id, found.Workspace, found.Name, found.CreatedAt));
        Assert.Equal(Key.Scopes.AsEnumerable(), found.Scopes);
        Assert.Equal(Key.Hash.ToArray(), found.Hash.ToArray());
        Assert.Null(await store.Workspaces.FindKey(new byte[] { 1, 2 }, default));
        Assert.Equal("k1", Assert.Single(await store.Workspaces.Keys("shop", default)).Id);
        Assert.Equal("k2", Assert.Single(await store.Workspaces.Keys(null, default)).Id);

        Assert.False(await store.Workspaces.RevokeKey("other", "k1", Noon, default));
        Assert.False(await store.Workspaces.RevokeKey(null, "k1", Noon, default));
        Assert.True(await store.Workspaces.RevokeKey("shop", "k1", Noon, default));
        Assert.Equal(Noon, (await store.Workspaces.FindKey(new byte[] { 1, 2, 3 }, default))!.RevokedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_agents_account_is_unique_in_its_workspace_and_can_be_replaced(Dialect on)
    {
        await using var store = await Store.Open(on);

        Assert.True(await store.Workspaces.AddAgent(Mia, default));
        Assert.False(await store.Workspaces.AddAgent(Mia with { PasswordHash = "other" }, default));
        Assert.True(await store.Workspaces.AddAgent(Mia with { Workspace = "other" }, default));
        await store.Workspaces.UpdateAgent(Mia with { FailedSignIns = 5, LockedUntil = Noon, Stamp = "new" }, default);

        Assert.Equal(
            Mia with { FailedSignIns = 5, LockedUntil = Noon, Stamp = "new" },
            await store.Workspaces.FindAgent("shop", "mia", default));
        Assert.Equal(Mia with { Workspace = "other" }, Assert.Single(await store.Workspaces.Agents("other", default)));
        Assert.Null(await store.Workspaces.FindAgent("shop", "MIA", default));
    }
}
