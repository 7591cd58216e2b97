using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class DefinitionStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_publication_is_a_new_version_and_raises_the_revision(Dialect on)
    {
        await using var store = await Store.Open(on);
        Assert.Equal(0, await store.Definitions.Revision("shop", default));

        var first = await store.Definitions.Publish(New("journey", "review", "a: 1"), null, default);
        var second = await store.Definitions.Publish(New("journey", "review", "a: 2"), null, default);
        await store.Definitions.Publish(New("template", "review", "b"), 0, default);

        Assert.Equal(new("journey", "review", 1, "a: 1", "mia", Noon, 1), first);
        Assert.Equal((2, 2), (second!.Version, second.Revision));
        Assert.Equal(3, await store.Definitions.Revision("shop", default));
        Assert.Equal(0, await store.Definitions.Revision("other", default));
        var (revision, all) = await store.Definitions.All("shop", default);
        Assert.Equal((3, 3), (revision, all.Length));
        Assert.Equal(["a: 2", "b"], (await store.Definitions.Newest("shop", null, default)).Select(one => one.Text));
        Assert.Equal("b", Assert.Single(await store.Definitions.Newest("shop", "template", default)).Text);
        Assert.Equal(first, await store.Definitions.Get("shop", "journey", "review", 1, default));
        Assert.Equal(second, await store.Definitions.Get("shop", "journey", "review", null, default));
        Assert.Null(await store.Definitions.Get("shop", "journey", "review", 3, default));
        Assert.Null(await store.Definitions.Get("other", "journey", "review", null, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_author_who_saw_another_version_publishes_nothing(Dialect on)
    {
        await using var store = await Store.Open(on);
        await store.Definitions.Publish(New("journey", "review", "a: 1"), 0, default);

        Assert.Null(await store.Definitions.Publish(New("journey", "review", "a: 2"), 0, default));
        Assert.Null(await store.Definitions.Publish(New("journey", "review", "a: 2"), 2, default));
        Assert.NotNull(await store.Definitions.Publish(New("journey", "review", "a: 2"), 1, default));

        Assert.Equal(2, await store.Definitions.Revision("shop", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_authors_who_publish_at_once_each_gets_a_version_of_their_own(Dialect on)
    {
        await using var store = await Store.Open(on);

        var stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            (await store.Definitions.Publish(New("journey", "review", $"a: {i}"), null, default))!.Version));

        Assert.Equal(Enumerable.Range(1, 20), stored.Order());
    }

    static NewDefinition New(string kind, string id, string text) => new("shop", kind, id, text, "mia", Noon);
}
