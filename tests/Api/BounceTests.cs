using System.Net;
using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>A report of a letter is charged to the address that the letter went to.</summary>
public sealed class BounceTests
{
    [Theory]
    [InlineData("<{0}@shop.example>")]
    [InlineData("{0}@shop.example")]
    [InlineData("{0}")]
    [InlineData("{1}")]
    public async Task A_bounce_suppresses_the_address_its_letter_went_to_and_not_the_one_known_now(string written)
    {
        await using var shop = await MailShop.Start();
        await shop.Lives("old@example.com");
        var letter = await shop.Writes();
        await shop.Settled();
        await shop.Lives("new@example.com");

        var id = string.Format(
            null, written, letter.GetProperty("messageId").GetString(), letter.GetProperty("key").GetString());
        await shop.Hears("message.bounced", new { messageId = id, hard = true });

        Assert.Equal(["old@example.com"], await shop.Suppressed());
        await shop.Writes();
        await shop.Settled();
        Assert.Equal(["old@example.com", "new@example.com"], shop.Took);
    }

    [Fact]
    public async Task A_bounce_of_a_letter_that_was_never_sent_suppresses_nothing()
    {
        await using var shop = await MailShop.Start();
        await shop.Lives("ada@example.com");
        var other = await shop.Writes("bob");
        var letter = await shop.Writes();
        Assert.NotEqual(Id(other), Id(letter));

        foreach (var id in (string[])["m-42", "hello:e1/say", new('0', 32), Id(other)])
        {
            await shop.Hears("message.bounced", new { messageId = id, hard = true });
        }

        Assert.Empty(await shop.Suppressed());
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", true)]
    [InlineData("550 no such user", true)]
    [InlineData("553 5.1.3 no such address", true)]
    [InlineData("550 5.7.1 not from you", false)]
    [InlineData("550 5.1.8 not from such a sender", false)]
    [InlineData("552 5.2.2 full", false)]
    public async Task A_refusal_of_the_address_by_the_relay_is_a_hard_bounce(string answer, bool suppresses)
    {
        await using var shop = await MailShop.Start();
        await shop.Lives("ada@example.com");
        shop.Says(answer);

        await shop.Writes();
        Assert.Equal("failed", (await shop.Settled()).GetProperty("status").GetString());

        Assert.Equal(suppresses ? ["ada@example.com"] : [], await shop.Suppressed());
        shop.Says(MailShop.Accepts);
        await shop.Writes();
        Assert.Equal(suppresses ? "withheld" : "sent", (await shop.Settled()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_letter_that_is_put_off_until_its_last_try_is_one_soft_bounce()
    {
        await using var shop = await MailShop.Start();
        await shop.Lives("ada@example.com");
        shop.Says(MailShop.Later);

        await shop.Writes();
        Assert.Equal("failed", (await shop.Settled()).GetProperty("status").GetString());

        Assert.Equal(12, shop.Asked);
        var told = await Told(shop, "message.bounced");
        Assert.False(Assert.Single(told).GetProperty("input").GetProperty("data").GetProperty("hard").GetBoolean());
        Assert.Empty(await shop.Suppressed());
    }

    [Fact]
    public async Task A_person_lifts_a_suppression_and_the_journal_knows_who()
    {
        await using var shop = await MailShop.Start();
        await shop.Lives("ada@example.com");
        shop.Says("550 5.1.1 no such user");
        await shop.Writes();
        await shop.Settled();
        var agent = await shop.Agent("bea");

        var lift = new { address = "ada@example.com" };
        await agent.Json(HttpMethod.Post, "/v1/customers/ada/suppressions/lift", lift, HttpStatusCode.OK);

        Assert.Empty(await shop.Suppressed());
        var newest = (await shop.Client.Json("/v1/customers/ada/timeline")).GetProperty("items")[0];
        Assert.Equal("bea", newest.GetProperty("facts")[0].GetProperty("agent").GetString());
        await agent.Json(HttpMethod.Post, "/v1/customers/ada/suppressions/lift", lift, HttpStatusCode.Conflict);
        await agent.Json(HttpMethod.Post, "/v1/customers/bob/suppressions/lift", lift, HttpStatusCode.NotFound);
        shop.Says(MailShop.Accepts);
        await shop.Writes();
        Assert.Equal("sent", (await shop.Settled()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_address_that_bounced_for_good_gets_nothing_more_whichever_customer_has_it()
    {
        await using var shop = await MailShop.Start();
        await shop.Lives("home@example.com");
        await shop.Lives("Home@Example.com", "bob");
        shop.Says("550 5.1.1 no such user");
        await shop.Writes();
        await shop.Settled();
        shop.Says(MailShop.Accepts);

        await shop.Writes("bob");
        var held = await shop.Settled("bob");
        Assert.Equal("withheld", held.GetProperty("status").GetString());
        Assert.StartsWith(
            "The address is suppressed. It bounced for good", held.GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        var known = (await shop.Client.Json("/v1/customers/bob")).GetProperty("customer").GetProperty("suppressions");
        Assert.Equal("ada", Assert.Single(known.EnumerateArray()).GetProperty("knownOf").GetString());

        // Whoever knows that it works again need not know whose letter it was.
        var lift = new { address = "Home@example.com" };
        var agent = await shop.Agent("bea");
        await agent.Json(HttpMethod.Post, "/v1/customers/bob/suppressions/lift", lift, HttpStatusCode.OK);
        Assert.Empty(await shop.Suppressed());
        Assert.Empty(await shop.Suppressed("bob"));
        await shop.Writes("bob");
        await shop.Settled("bob");
        await shop.Writes();
        await shop.Settled();
        Assert.Equal(["Home@example.com", "home@example.com"], shop.Took);
    }

    [Fact]
    public async Task A_suppression_of_a_channel_that_there_is_not_is_no_conflict_but_a_mistake()
    {
        await using var shop = await MailShop.Start();
        await shop.Lives("ada@example.com");

        var refused = await shop.Client.Json(
            HttpMethod.Post, "/v1/customers/ada/suppressions/lift",
            new { address = "ada@example.com", channel = "pigeon" }, HttpStatusCode.BadRequest);

        Assert.Equal("/channel", refused.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    static async Task<JsonElement[]> Told(MailShop shop, string type) =>
    [
        .. (await shop.Client.Json("/v1/customers/ada/timeline")).GetProperty("items").EnumerateArray().Where(entry =>
            entry.TryGetProperty("event", out var e) && e.ValueKind == JsonValueKind.Object
            && e.GetProperty("type").GetString() == type),
    ];

    static string Id(JsonElement line) => line.GetProperty("messageId").GetString()!;
}
