using Engagement.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>Endpoints of webhooks are made, changed and removed at the console, and a secret is seen once.</summary>
[Collection(ConsoleTests.Name)]
public sealed class WebhookPageTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task An_endpoint_is_made_its_secret_is_shown_once_and_it_is_changed_and_removed()
    {
        await using var app = await TestApp.Start();
        using var shop = await Shop.Open(() => app, "ana");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana", app: app);
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Settings and sign-out" }).ClickAsync();
        await agent.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Webhooks" }).ClickAsync();
        await Expect(agent.Page.GetByText("There is no endpoint yet")).ToBeVisibleAsync();

        await agent.Page.GetByLabel("Name").FillAsync("crm");
        await agent.Page.GetByLabel("Address").FillAsync("http://crm.example/hooks");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(agent.Page.GetByText("It stays as it is.")).ToBeVisibleAsync();
        await agent.Page.GetByLabel("Address").FillAsync("https://crm.example/hooks");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();

        await Expect(agent.Page.GetByText("whsec_")).ToBeVisibleAsync();
        var endpoint = agent.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "crm.example" });
        await Expect(endpoint).ToContainTextAsync("changed by ana");
        await agent.Photograph("webhooks");
        await agent.Page.ReloadAsync();
        await Expect(endpoint).ToContainTextAsync("1 secret signs");
        await Expect(agent.Page.GetByText("whsec_")).ToHaveCountAsync(0);

        await endpoint.GetByRole(AriaRole.Button, new() { Name = "New secret" }).ClickAsync();
        await Expect(agent.Page.GetByText("whsec_")).ToBeVisibleAsync();
        await Expect(endpoint).ToContainTextAsync("2 secrets sign");
        await endpoint.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await endpoint.GetByRole(AriaRole.Textbox, new() { Name = "Address" })
            .FillAsync("https://new.crm.example/hooks");
        await endpoint.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await Expect(endpoint).ToContainTextAsync("https://new.crm.example/hooks");
        await endpoint.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await endpoint.GetByRole(AriaRole.Button, new() { Name = "Remove for good" }).ClickAsync();
        await Expect(agent.Page.GetByText("There is no endpoint yet")).ToBeVisibleAsync();
    }
}
