using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>What the page says of its connection is true, and nothing is lost whatever that does.</summary>
[Collection(ConsoleTests.Name)]
public sealed partial class ConnectionTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task A_network_that_goes_and_comes_is_told_and_nothing_is_missed()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "Beatriz", "o-1");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");

        await agent.Context.SetOfflineAsync(true);
        await Expect(agent.Connection).ToContainTextAsync("No network");
        await Expect(agent.Page.GetByText(OfflineSince())).ToBeVisibleAsync();
        await agent.Photograph("offline");
        await shop.BadReview("c-1", "o-1", "Nobody answers.");
        await agent.Context.SetOfflineAsync(false);

        await Expect(agent.Connection).ToContainTextAsync("Live");
        await Expect(agent.Alerts).ToHaveCountAsync(1);
        await Expect(agent.Page.GetByText(OfflineSince())).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_server_that_stops_and_starts_again_is_found_again_by_itself()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "Beatriz", "o-1");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");

        await fixture.Stop();
        await Expect(agent.Connection).ToContainTextAsync("Offline");
        await fixture.Start();
        await shop.BadReview("c-1", "o-1", "Still broken.");

        await Expect(agent.Connection).ToContainTextAsync("Live", new() { Timeout = 40_000 });
        await Expect(agent.Alerts).ToHaveCountAsync(1);
        await Expect(agent.Alerts.First).ToContainTextAsync("Still broken.");
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task Pages_that_cannot_be_had_say_so_and_offer_to_try_again()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        var down = true;
        await agent.Page.RouteAsync("**/v1/customers*", route => down ? route.AbortAsync() : route.ContinueAsync());

        await agent.Go("/customers");
        await Expect(agent.Page.GetByText("The customers could not be shown")).ToBeVisibleAsync();
        down = false;
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(agent.Page.GetByText("No customers yet")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task What_can_never_be_shown_says_why_and_offers_no_second_try()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Publish("template", "thank-you",
            "kind: template\nid: thank-you\nsubject: Thanks\ntext: '{{ 1..1000000000 | array.size }}'\n");
        await shop.Sale("c-1", "Beatriz", "o-1");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await agent.Go("/messages");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "thank-you" }).First.ClickAsync();

        var said = agent.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "thank-you" });
        await Expect(said).ToContainTextAsync("could not be shown");
        await Expect(said.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(said.Locator("svg.tabler-icon-cloud-off")).ToHaveCountAsync(0);
    }

    [GeneratedRegex("Offline since [0-9:]+")]
    private static partial Regex OfflineSince();
}
