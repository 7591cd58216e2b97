using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>An address that gets nothing more, and a person who knows better.</summary>
[Collection(ConsoleTests.Name)]
public sealed class SuppressionTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task An_address_that_bounced_may_have_letters_again_when_a_person_says_so()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "Beatriz", "o-1");
        await shop.Sale("c-2", "Caio", "o-2");
        await shop.Bounces("c-1");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await agent.Go("/customers/c-1");
        await Expect(agent.Page.GetByText("email off: It bounced for good.")).ToBeVisibleAsync();

        // The other customer has the same address, and is not written to either.
        await agent.Go("/customers/c-2");
        await Expect(agent.Page.GetByText("email off: It bounced for good.")).ToBeVisibleAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Link, new() { Name = "c-1" }).Last).ToBeVisibleAsync();
        await agent.Photograph("suppression");
        await agent.Page.GetByRole(
            AriaRole.Button, new() { Name = "Allow again: somebody@customers.example" }).ClickAsync();

        await Expect(agent.Page.GetByText("may have messages by email again")).ToBeVisibleAsync();
        await Expect(agent.Page.GetByText("email off")).ToHaveCountAsync(0);
        await agent.Go("/customers/c-1");
        await Expect(agent.Page.GetByText("Beatriz").First).ToBeVisibleAsync();
        await Expect(agent.Page.GetByText("email off")).ToHaveCountAsync(0);
        await agent.Show("Timeline");
        await Expect(agent.Page.GetByText("ana let an address have messages again")).ToBeVisibleAsync();
        Assert.Empty(agent.Wrong);
    }
}
