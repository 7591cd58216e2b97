using System.Net;
using System.Text.Json;
using Engagement.Tests.Support;
using Engagement.Unsubscribe;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Api;

/// <summary>Whoever clicks the link in a letter gets no more of its kind, whatever time it is there.</summary>
public sealed class UnsubscribeTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    static readonly DateTimeOffset s_long = new(2018, 3, 2, 9, 0, 30, TimeSpan.Zero);

    TestApp App => product.App;

    [Fact]
    public async Task A_click_counts_in_a_rehearsal_whose_clock_was_never_moved()
    {
        using var shop = await App.Workspace("unmoved");
        await shop.Tell(Consent("ada", "yes", s_long));

        await Click("unmoved", "ada");

        var entry = (await shop.Json("/v1/customers/ada/timeline")).GetProperty("items")[0];
        Assert.False(await Granted(shop, "ada"));
        Assert.Equal(s_long, entry.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(s_long, entry.GetProperty("event").GetProperty("occurredAt").GetDateTimeOffset());
        Assert.Equal(1, entry.GetProperty("facts").GetArrayLength());
    }

    [Fact]
    public async Task A_second_click_changes_nothing_and_one_after_a_change_of_mind_does()
    {
        using var shop = await App.Workspace("minds");
        await shop.Tell(Consent("ada", "yes", s_long));
        await Click("minds", "ada");
        await Click("minds", "ada");
        Assert.Equal(2, (await shop.Json("/v1/customers/ada")).GetProperty("version").GetInt64());

        await shop.Tell(Consent("ada", "again", s_long.AddSeconds(5)));
        Assert.True(await Granted(shop, "ada"));
        await Click("minds", "ada");

        Assert.False(await Granted(shop, "ada"));
    }

    [Fact]
    public async Task A_click_counts_within_the_minute_of_the_consent()
    {
        using var shop = await App.Workspace("brisk", rehearsal: false);
        await shop.Tell(Consent("ada", "yes", TimeProvider.System.GetUtcNow()));

        await Click("brisk", "ada");

        Assert.False(await Granted(shop, "ada"));
    }

    [Fact]
    public async Task A_click_counts_in_a_rehearsal_that_nothing_has_happened_in()
    {
        using var shop = await App.Workspace("empty");

        await Click("empty", "ada");

        Assert.False(await Granted(shop, "ada"));
    }

    [Fact]
    public async Task A_letter_has_a_way_out_in_its_header_whatever_the_customers_id_is()
    {
        var customer = string.Concat(Enumerable.Repeat("客", 200));
        await using var shop = await MailShop.Start("channel: email, purpose: marketing", rehearsal: true);
        await shop.Hears("customer.identified", new { contact = new { email = "ada@example.com" } }, customer);
        await shop.Hears(
            "customer.consent-changed", new { channel = "email", purpose = "marketing", granted = true }, customer);

        await shop.Writes(customer);

        var sent = await shop.Settled(customer);
        var file = Path.Combine(shop.App.Folder, sent.GetProperty("receipt").GetString()!);
        var header = (await File.ReadAllTextAsync(file)).Replace("\r\n ", "", StringComparison.Ordinal)
            .Split("\r\n").Single(line => line.StartsWith("List-Unsubscribe:", StringComparison.Ordinal));
        using var click = await shop.App.Anybody.Send(
            HttpMethod.Post, new Uri(header.Split('<', '>')[1]).AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, click.StatusCode);
        Assert.False(await Granted(shop.Client, customer));
    }

    async Task Click(string workspace, string customer)
    {
        var links = App.Services.GetRequiredService<UnsubscribeLinks>();
        var link = links.Link(new(new(workspace, customer), "m1", "email", "marketing"));
        using var answer = await App.Anybody.Send(HttpMethod.Post, link.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    static async Task<bool> Granted(HttpClient shop, string customer) =>
        (await shop.Json($"/v1/customers/{Uri.EscapeDataString(customer)}")).GetProperty("customer")
            .GetProperty("consents").EnumerateArray().Single(IsMarketing).GetProperty("granted").GetBoolean();

    static bool IsMarketing(JsonElement consent) => consent.GetProperty("purpose").GetString() == "marketing";

    static object Consent(string customer, string id, DateTimeOffset at) => new
    {
        id,
        type = "customer.consent-changed",
        source = "shop",
        occurredAt = at,
        customer,
        data = new { channel = "email", purpose = "marketing", granted = true },
    };
}
