using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

[Collection(ConsoleTests.Name)]
public sealed class SignInTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task A_wrong_password_is_refused_in_words_and_the_right_one_lets_in()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await using var agent = await AgentPage.Open(fixture, Look.Desk);

        await agent.SignIn(shop.Id, "ana", "wrong");
        await Expect(agent.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");

        await agent.SignIn(shop.Id, "ana", Shop.Password);
        await Expect(agent.Connection).ToContainTextAsync("Live");
        await Expect(agent.Page.GetByText("Nothing is waiting")).ToBeVisibleAsync();
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task Who_signs_out_sees_nothing_more()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");

        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Settings and sign-out" }).ClickAsync();
        await agent.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await agent.Go("/customers");
        await Expect(agent.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task A_session_that_has_ended_leads_back_to_where_the_agent_was()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "Beatriz", "o-1");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await agent.Go("/customers/c-1");
        await Expect(agent.Customer).ToContainTextAsync("Beatriz");

        await shop.EndSessions("ana");
        await Expect(agent.Page.GetByText("Your session has ended")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await agent.SignIn(shop.Id, "ana", Shop.Password);
        await Expect(agent.Customer).ToContainTextAsync("Beatriz");
        Assert.EndsWith("/customers/c-1", agent.Page.Url, StringComparison.Ordinal);
    }
}
