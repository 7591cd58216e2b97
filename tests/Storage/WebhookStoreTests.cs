using Engagement.Storage;
using static Engagement.Tests.Storage.Turns;

namespace Engagement.Tests.Storage;

public sealed class WebhookStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_newest_version_of_an_endpoint_counts_and_alone_has_its_secrets(Dialect on)
    {
        await using var store = await Store.Open(on);
        var webhooks = store.Get<IWebhookStore>();
        Assert.Null(await webhooks.Newest("shop", "crm", default));

        Assert.True(await webhooks.Write(Version(1, "https://one.example", "whsec_a"), 0, default));
        Assert.True(await webhooks.Write(Version(2, "https://two.example", "whsec_b", "whsec_a"), 1, default));

        var newest = (await webhooks.Newest("shop", "crm", default))!;
        Assert.Equal((2, "https://two.example", "ben", Noon), (newest.Version, newest.Url, newest.Author, newest.At));
        Assert.Equal(["whsec_b", "whsec_a"], newest.Secrets.AsEnumerable());
        var history = await webhooks.History("shop", "crm", 10, default);
        Assert.Equal([2, 1], history.Select(one => one.Version));
        Assert.Empty(history[1].Secrets);
        Assert.Equal(2, Assert.Single(await webhooks.History("shop", "crm", 1, default)).Version);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_did_not_see_the_newest_version_changes_nothing(Dialect on)
    {
        await using var store = await Store.Open(on);
        var webhooks = store.Get<IWebhookStore>();
        await webhooks.Write(Version(1, "https://one.example", "whsec_a"), 0, default);

        Assert.False(await webhooks.Write(Version(1, "https://evil.example", "whsec_b"), 0, default));
        Assert.False(await webhooks.Write(Version(3, "https://evil.example", "whsec_b"), 2, default));

        var newest = (await webhooks.Newest("shop", "crm", default))!;
        Assert.Equal(("https://one.example", "whsec_a"), (newest.Url, newest.Secrets.Single()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_writers_at_the_same_moment_one_writes(Dialect on)
    {
        await using var store = await Store.Open(on);
        var webhooks = store.Get<IWebhookStore>();

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            webhooks.Write(Version(1, $"https://{n}.example", "whsec_a"), 0, default).AsTask()));

        Assert.Single(written, true);
        Assert.Single(await webhooks.History("shop", "crm", 10, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_removed_is_listed_no_more_and_another_workspace_has_its_own(Dialect on)
    {
        await using var store = await Store.Open(on);
        var webhooks = store.Get<IWebhookStore>();
        await webhooks.Write(Version(1, "https://one.example", "whsec_a"), 0, default);
        await webhooks.Write(Version(1, "https://two.example", "whsec_a") with { Name = "b" }, 0, default);
        await webhooks.Write(Version(1, "https://six.example", "whsec_a") with { Workspace = "other" }, 0, default);

        await webhooks.Write(Version(2, null), 1, default);

        Assert.Equal(["b"], (await webhooks.List("shop", default)).Select(one => one.Name));
        Assert.Equal(["https://six.example"], (await webhooks.List("other", default)).Select(one => one.Url));
        Assert.Null((await webhooks.Newest("shop", "crm", default))!.Url);
        Assert.True(await webhooks.Write(Version(3, "https://new.example", "whsec_c"), 2, default));
    }

    static StoredWebhook Version(int version, string? url, params string[] secrets) =>
        new("shop", "crm", version, url, [.. secrets], version == 1 ? "ada" : "ben", Noon);
}
