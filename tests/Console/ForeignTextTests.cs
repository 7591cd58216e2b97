using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>What outsiders write is text, wherever the console shows it.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ForeignTextTests(ConsoleFixture fixture)
{
    static readonly string[] s_corpus =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
        "\"><svg/onload=alert(3)>",
        "<iframe srcdoc='<script>parent.alert(4)</script>'></iframe>",
        "javascript:alert(5)",
        "{{constructor.constructor('alert(6)')()}}",
        "</title><style>*{display:none}</style>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(7)>",
    ];

    [BrowserFact]
    public async Task No_field_from_outside_runs_or_restyles_anything()
    {
        using var shop = await Shop.Open(fixture, "ana");
        foreach (var (text, index) in s_corpus.Select((text, index) => (text, index)))
        {
            await EverythingSays(shop, $"c-{index}", $"o-{index} {text}", text);
        }

        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await Expect(agent.Alerts).ToHaveCountAsync(s_corpus.Length);
        foreach (var text in s_corpus)
        {
            await agent.Alerts.Filter(new() { HasText = text }).First.ClickAsync();
            await Expect(agent.Alert.GetByRole(AriaRole.Blockquote)).ToHaveTextAsync(text);
            await EveryTab(agent, text);
        }

        await agent.Go("/customers");
        await Expect(agent.Page.GetByText(s_corpus[0]).First).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("main img, main svg[onload], main iframe, main script, main style"))
            .ToHaveCountAsync(0);
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task A_message_is_shown_as_it_looks_and_can_do_nothing()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "<script>alert(1)</script>Beatriz", "o-1");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await agent.Go("/messages");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "thank-you" }).First.ClickAsync();

        var frame = agent.Page.Locator("iframe");
        await Expect(frame).ToHaveAttributeAsync("sandbox", "");
        await Expect(frame.ContentFrame.Locator("body")).ToContainTextAsync("Beatriz");
        var styled = frame.ContentFrame.Locator("body [style]").First;
        Assert.NotEmpty(await styled.EvaluateAsync<string>("element => element.style.cssText"));
        await agent.Photograph("message");
        Assert.DoesNotContain(agent.Wrong, wrong => wrong.Contains("dialog", StringComparison.Ordinal));
    }

    static async Task EveryTab(AgentPage agent, string text)
    {
        await agent.Show("Timeline");
        await Expect(agent.Customer.GetByText(text).First).ToBeVisibleAsync();
        await agent.Show("Messages");
        await Expect(agent.Customer.GetByText("thank-you").First).ToBeVisibleAsync();
        await agent.Show("Points");
        await Expect(agent.Customer.GetByText("Available")).ToBeVisibleAsync();
        await agent.Show("Orders");
        await Expect(agent.Customer.GetByText(text).First).ToBeVisibleAsync();
    }

    static async Task EverythingSays(Shop shop, string customer, string order, string text)
    {
        await shop.Sale(customer, text, order, product: text);
        await shop.Tell("order.cancelled", customer, new() { ["orderId"] = order, ["reason"] = text });
        await shop.Tell($"custom.{customer}", customer, new() { ["anything"] = new JsonArray(text) });
        await shop.Tell("shipment.created", customer, new() { ["orderId"] = order, ["carrier"] = text });
        await shop.BadReview(customer, order, text);
    }
}
