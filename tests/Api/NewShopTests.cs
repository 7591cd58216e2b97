using System.Net;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>A new live workspace writes to nobody before somebody has said in whose name.</summary>
public sealed class NewShopTests
{
    [Fact]
    public async Task A_new_live_workspace_sends_nothing_until_somebody_publishes_something()
    {
        await using var app = await TestApp.Start();
        using var shop = await app.Workspace("live", rehearsal: false, starter: null);
        using var sandbox = await app.Workspace("sandbox", starter: null);

        await shop.Tell(Shopping.Placed("ada", "o1"));

        Assert.Empty((await shop.Json("/v1/definitions")).GetProperty("items").EnumerateArray());
        Assert.Empty((await shop.Json("/v1/customers/ada/messages")).GetProperty("items").EnumerateArray());
        Assert.NotEmpty((await sandbox.Json("/v1/definitions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Starter_definitions_that_are_published_live_have_the_workspaces_name_and_the_relays_sender()
    {
        await using var shop = await MailShop.Start(starter: null);
        await shop.Publish("template/thank-you", "kind: template\nid: thank-you\nsubject: Mine\ntext: Mine\n");
        await shop.Publish(
            "template/hello", "kind: template\nid: hello\nsubject: Hello\ntext: \"My {{ brand.name }}\"\n");

        var made = await shop.Client.Json(HttpMethod.Post, "/v1/definitions/starter", null, HttpStatusCode.OK);
        var again = await shop.Client.Json(HttpMethod.Post, "/v1/definitions/starter", null, HttpStatusCode.OK);

        Assert.Contains(made.GetProperty("items").EnumerateArray(), line =>
            line.GetProperty("kind").GetString() == "brand");
        Assert.DoesNotContain(made.GetProperty("items").EnumerateArray(), line =>
            line.GetProperty("id").GetString() == "thank-you" && line.GetProperty("kind").GetString() == "template");
        Assert.Empty(again.GetProperty("items").EnumerateArray());
        await shop.Lives("ada@example.com");
        await shop.Writes();
        Assert.Equal("sent", (await shop.Settled()).GetProperty("status").GetString());
        Assert.Equal(["shop@shop.example"], shop.Senders);
        var row = (await shop.Newest()).GetProperty("row").GetInt64();
        Assert.Equal(
            "My live",
            (await shop.Client.Json($"/v1/messages/{row}/content")).GetProperty("text").GetString()!.Trim());
    }

    [Theory]
    [InlineData(null, "The workspace had no brand: no letter leaves before one is published.")]
    [InlineData("orders@shop.example", "The brand's sender is still the placeholder orders@shop.example.")]
    [InlineData(null, "The workspace had no brand: no letter leaves before one is published.", "--Email:Host=")]
    public async Task A_letter_in_the_name_of_nobody_is_withheld_and_says_why(
        string? sender, string reason, params string[] settings)
    {
        await using var shop = await MailShop.Start(starter: null, settings: settings);
        if (sender is not null)
        {
            await shop.Publish(
                "brand/default", $"kind: brand\nid: default\nname: Your shop\nsenderAddress: {sender}\n");
        }

        await shop.Lives("ada@example.com");
        await shop.Writes();
        var line = await shop.Settled();

        Assert.Equal(
            ("withheld", reason), (line.GetProperty("status").GetString(), line.GetProperty("reason").GetString()));
        Assert.Equal(0, shop.Asked);
        await shop.Publish("brand/mine", "kind: brand\nid: mine\nname: Mine\n");
        await shop.Client.Json(
            HttpMethod.Put, "/v1/definitions/default-brand", new { brand = "mine" }, HttpStatusCode.NoContent);
        await shop.Writes();
        Assert.Equal("sent", (await shop.Settled()).GetProperty("status").GetString());
    }
}
