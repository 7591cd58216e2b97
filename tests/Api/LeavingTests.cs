using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Tests.Channels;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>
/// A letter leaves by what is true when it leaves: the relay put it off, or a person sends it again, and meanwhile
/// something happened to its customer.
/// </summary>
public sealed class LeavingTests
{
    const string Full = "554 5.6.0 not so";

    [Theory]
    [InlineData("marketing", "unsubscribed", "Consent to marketing by email was denied.")]
    [InlineData("marketing", "bounced", "The address is suppressed. It bounced for good.")]
    [InlineData("marketing", "moved", "The address has changed since it was decided.")]
    [InlineData("feedback", "unsubscribed", "Consent to feedback by email was denied.")]
    [InlineData("feedback", "moved", "The address has changed since it was decided.")]
    [InlineData("transactional", "bounced", "The address is suppressed. It bounced for good.")]
    public async Task A_letter_that_was_put_off_is_withheld_when_it_may_not_leave_any_more(
        string purpose, string meanwhile, string reason)
    {
        await using var shop = await Refused(purpose, MailShop.Later);

        await Happens(shop, purpose, meanwhile);
        shop.Says(MailShop.Accepts);
        var line = await shop.Settled();

        Assert.Equal(("withheld", reason), (Text(line, "status"), Text(line, "reason")));
        Assert.Equal(1, shop.Asked);
        Assert.Empty((await shop.Client.Json("/v1/dead-letters")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("marketing", "unsubscribed", "withheld")]
    [InlineData("marketing", "moved", "withheld")]
    [InlineData("transactional", "unsubscribed", "sent")]
    public async Task A_dead_letter_that_is_sent_again_is_asked_about_like_any_other(
        string purpose, string meanwhile, string status)
    {
        await using var shop = await Refused(purpose, Full);
        Assert.Equal("failed", Text(await shop.Settled(), "status"));

        await Happens(shop, purpose, meanwhile);
        shop.Says(MailShop.Accepts);
        await shop.RetryDeadLetter();

        Assert.Equal(status, Text(await shop.Settled(), "status"));
        Assert.Equal(status == "sent" ? ["old@example.com"] : [], shop.Took);
    }

    [Fact]
    public async Task What_the_customer_waits_for_goes_to_the_new_address_and_its_bounce_is_charged_there()
    {
        await using var shop = await Refused("transactional", MailShop.Later);

        await shop.Lives("new@example.com");
        shop.Says(MailShop.Accepts);
        var line = await shop.Settled();

        Assert.Equal("sent", Text(line, "status"));
        Assert.Equal(["new@example.com"], shop.Took);
        await shop.Lives("third@example.com");
        await shop.Hears("message.bounced", new { messageId = Text(line, "messageId"), hard = true });
        Assert.Equal(["new@example.com"], await shop.Suppressed());
    }

    [Fact]
    public async Task A_letter_that_went_to_another_address_is_shown_with_where_it_went()
    {
        await using var shop = await Refused("transactional", MailShop.Later);
        await shop.Lives("new@example.com");
        shop.Says(MailShop.Accepts);

        var shown = await Shown(shop, await shop.Settled());

        Assert.Equal(
            ("new@example.com", "old@example.com", true),
            (Text(shown, "to"), Text(shown, "decidedFor"), shown.GetProperty("sameAsSent").GetBoolean()));
    }

    [Fact]
    public async Task What_is_shown_is_what_was_sent_to_the_byte_and_it_says_when_it_is_not()
    {
        await using var shop = await Refused("marketing", Full);
        var refused = await Shown(shop, await shop.Settled());
        Assert.Equal(JsonValueKind.Null, refused.GetProperty("sameAsSent").ValueKind);
        shop.Says(MailShop.Accepts);
        await shop.RetryDeadLetter();

        var line = await shop.Settled();
        var shown = await Shown(shop, line);
        var bytes = Encoding.UTF8.GetBytes(Assert.Single(shop.Letters));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Text(shown, "sentSha256"));
        Assert.True(shown.GetProperty("sameAsSent").GetBoolean());
        Assert.Equal(shop.Senders.Last(), Text(shown, "from"));

        // The link in the letter is another one by now, so what is shown is not what the customer has.
        await shop.Restart("--Email:PublicUrl=https://elsewhere.example");
        var later = await Shown(shop, line);
        Assert.Contains("https://elsewhere.example/u/", Text(later, "text"), StringComparison.Ordinal);
        Assert.False(later.GetProperty("sameAsSent").GetBoolean());
        Assert.Equal(Text(shown, "sentSha256"), Text(later, "sentSha256"));
    }

    [Fact]
    public async Task A_webhook_is_asked_about_too()
    {
        await using var gone = await Endpoint.Answering(410);
        await using var shop = await MailShop.Start(
            "channel: webhook, purpose: feedback, to: crm",
            settings:
            [
                $"--Webhooks:Endpoints:live:crm:Url={gone.Url}",
                "--Webhooks:Endpoints:live:crm:Secrets:0=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "--Webhooks:PrivateHosts:0=127.0.0.1",
            ]);
        await shop.Writes();
        Assert.Equal("failed", Text(await shop.Settled(), "status"));

        await shop.Hears(
            "customer.consent-changed", new { channel = "webhook", purpose = "feedback", granted = false });
        await shop.RetryDeadLetter();

        var line = await shop.Settled();
        Assert.Equal(
            ("withheld", "Consent to feedback by webhook was denied."), (Text(line, "status"), Text(line, "reason")));
    }

    [Fact]
    public async Task A_message_is_shown_and_sent_again_as_it_was_decided_whatever_was_published_since()
    {
        await using var shop = await MailShop.Start();
        await Publish(shop, "one");
        shop.Says(Full);
        await shop.Lives("ada@example.com");
        await shop.Writes();
        var row = (await shop.Settled()).GetProperty("row").GetInt64();
        var before = await shop.Client.Json($"/v1/messages/{row}/content");
        Assert.Contains("House one: Hello", Text(before, "text"), StringComparison.Ordinal);

        await Publish(shop, "two");
        Assert.Equal(before.ToString(), (await shop.Client.Json($"/v1/messages/{row}/content")).ToString());
        shop.Says(MailShop.Accepts);
        await shop.RetryDeadLetter();
        Assert.Equal("sent", Text(await shop.Settled(), "status"));

        Assert.Equal(["one@shop.example", "one@shop.example"], shop.Senders);
        await shop.Writes();
        await shop.Settled();
        Assert.Equal("two@shop.example", shop.Senders.Last());
    }

    /// <summary>A layout and a brand that can be told apart, round the letter that the shop writes.</summary>
    static async Task Publish(MailShop shop, string name)
    {
        await shop.Publish("template/house", $$$"""
            kind: template
            id: house
            subject: House
            text: "House {{{name}}}: {{ content }}"
            """);
        await shop.Publish("template/hello", $$$"""
            kind: template
            id: hello
            layout: house
            subject: Hello {{{name}}}
            text: Hello
            """);
        await shop.Publish("brand/default", $$$"""
            kind: brand
            id: default
            name: Shop {{{name}}}
            senderAddress: {{{name}}}@shop.example
            """);
    }

    /// <summary>A letter to old@example.com that the relay did not take.</summary>
    static async Task<MailShop> Refused(string purpose, string answer)
    {
        var shop = await MailShop.Start($"channel: email, purpose: {purpose}");
        shop.Says(answer);
        await shop.Lives("old@example.com");
        await shop.Hears("customer.consent-changed", new { channel = "email", purpose, granted = true });
        await shop.Writes();
        await shop.Answered();
        return shop;
    }

    static async Task Happens(MailShop shop, string purpose, string what)
    {
        var letter = Text(await shop.Newest(), "messageId");
        await (what switch
        {
            "unsubscribed" => shop.Hears("message.unsubscribed", new { messageId = letter, purpose }),
            "bounced" => shop.Hears("message.bounced", new { messageId = letter, hard = true }),
            _ => shop.Lives("new@example.com"),
        });
    }

    static Task<JsonElement> Shown(MailShop shop, JsonElement line) =>
        shop.Client.Json($"/v1/messages/{line.GetProperty("row").GetInt64()}/content");

    static string? Text(JsonElement line, string member) => line.GetProperty(member).GetString();
}
