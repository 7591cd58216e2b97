using System.Text.Json;
using Engagement.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>Every page in light, in the dark and on a phone: photographed, and audited for accessibility.</summary>
[Collection(ConsoleTests.Name)]
public sealed class LookTests(ConsoleFixture fixture)
{
    public static TheoryData<string> Looks => [.. Look.All.Select(look => look.Name)];

    static readonly string[] s_pages =
        ["customers/c-1", "messages", "definitions/journey/low-rating", "dead-letters", "webhooks", "nowhere"];

    [BrowserTheory]
    [MemberData(nameof(Looks))]
    public async Task No_page_has_a_serious_flaw_of_accessibility(string name)
    {
        var look = Look.All.Single(one => one.Name == name);
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "Beatriz Moura", "o-1");
        await shop.BadReview("c-1", "o-1", "It arrived broken.\nفي الواقع لم يصل أي شيء");
        await using var agent = await AgentPage.Open(fixture, look, policy: false);
        await agent.Page.GotoAsync(agent.Url);
        await Fine(agent, look, "sign-in");
        await agent.SignIn(shop.Id, "ana", Shop.Password);
        await Expect(agent.Alerts).ToHaveCountAsync(1);
        await Fine(agent, look, "alerts");
        await agent.Alerts.First.ClickAsync();
        await Expect(agent.Customer).ToContainTextAsync("Lamp");
        await agent.Press("r");
        await Fine(agent, look, "alert");
        await agent.Press("Escape");
        foreach (var tab in (string[])["Timeline", "Messages", "Points"])
        {
            await agent.Show(tab);
            await Fine(agent, look, tab.ToLowerInvariant());
        }

        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Settings and sign-out" }).ClickAsync();
        await Fine(agent, look, "menu");
        foreach (var page in s_pages)
        {
            await agent.Go($"/{page}");
            await Expect(agent.Page.GetByRole(AriaRole.Status, new() { Name = "Loading" })).ToHaveCountAsync(0);
            await Fine(agent, look, page.Replace('/', '-'));
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Looks))]
    public async Task No_state_that_agents_dread_has_one_either(string name)
    {
        var look = Look.All.Single(one => one.Name == name);
        using var shop = await Shop.Open(fixture, "ana");
        await using var agent = await AgentPage.Open(fixture, look, policy: false);
        await agent.Page.GotoAsync(agent.Url);
        await agent.SignIn(shop.Id, "ana", Shop.Password);
        await Expect(agent.Page.GetByText("Nothing is waiting")).ToBeVisibleAsync();
        await Fine(agent, look, "empty");
        await shop.BadReviews(12);
        await Expect(agent.Alerts.First).ToBeVisibleAsync();
        await agent.Go("/alerts/nothing-of-this-id");
        await Expect(agent.Page.GetByText("There is no alert of this id")).ToBeVisibleAsync();
        await Fine(agent, look, "missing");

        await agent.Page.RouteAsync("**/v1/customers*", _ => Task.CompletedTask);
        await agent.Go("/customers");
        await Expect(agent.Page.GetByRole(AriaRole.Status, new() { Name = "Loading" })).ToBeVisibleAsync();
        await Fine(agent, look, "loading");
        await agent.Page.RouteAsync("**/v1/alerts**", route => route.FulfillAsync(new() { Status = 500 }));
        await agent.Go("/alerts");
        await Expect(agent.Page.GetByText("The alerts could not be shown")).ToBeVisibleAsync();
        await Fine(agent, look, "broken");
        await agent.Page.UnrouteAllAsync();

        await Lost(agent, look);
    }

    [BrowserTheory]
    [MemberData(nameof(Looks))]
    public async Task No_question_that_agents_are_asked_has_one_either(string name)
    {
        var look = Look.All.Single(one => one.Name == name);
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "Beatriz Moura", "o-1");
        await shop.BadReview("c-1", "o-1", "It arrived broken.");
        await using var agent = await AgentPage.Open(fixture, look, policy: false);
        await agent.Page.GotoAsync(agent.Url);
        await agent.SignIn(shop.Id, "ana", Shop.Password);
        await agent.Alerts.First.ClickAsync();
        await shop.Act("c-1", "claim");
        await Expect(agent.Alert).ToContainTextAsync("Claimed by key:a key");
        await agent.Press("c");
        await Expect(agent.Page.GetByText("will be told that you took it over")).ToBeVisibleAsync();
        await Fine(agent, look, "take-over");

        await shop.FailToSend("c-1", "c-2");
        await shop.Bounces("c-1");
        await agent.Go("/customers/c-1");
        await Expect(agent.Page.GetByText("email off")).ToBeVisibleAsync();
        await Fine(agent, look, "suppressed");
        await agent.Go("/dead-letters");
        await Expect(agent.Page.GetByText("lost:").Last).ToBeVisibleAsync();
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss all" }).ClickAsync();
        await Expect(agent.Page.GetByText("2 match.")).ToBeVisibleAsync();
        await Fine(agent, look, "many");
        await agent.Go("/messages");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Sent" }).First.ClickAsync();
        await Expect(agent.Page.GetByText("as it was sent, to the byte")).ToBeVisibleAsync();
        await Fine(agent, look, "sent");
    }

    static async Task Lost(AgentPage agent, Look look)
    {
        await agent.Go("/alerts");
        await Expect(agent.Alerts.First).ToBeVisibleAsync();
        await Expect(agent.Connection).ToContainTextAsync("Live");
        await agent.Context.SetOfflineAsync(true);
        await Expect(agent.Page).ToHaveTitleAsync("Offline · (12) Alerts · Engagement");
        await Fine(agent, look, "offline");
        await agent.Context.SetOfflineAsync(false);
        await Expect(agent.Connection).ToContainTextAsync("Live");
        await agent.Context.ClearCookiesAsync();
        await agent.Press("2");
        await Expect(agent.Page.GetByText("Your session has ended")).ToBeVisibleAsync();
        await Fine(agent, look, "ended");
    }

    static async Task Fine(AgentPage agent, Look look, string page)
    {
        await agent.Photograph($"{look.Name}-{page}");
        await agent.Page.EvaluateAsync(await File.ReadAllTextAsync(await Node.Package("axe-core", "axe.min.js")));
        var found = await agent.Page.EvaluateAsync<JsonElement>("() => axe.run().then(result => result.violations)");
        var serious = found.EnumerateArray()
            .Where(flaw => flaw.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(flaw => $"{page}: {flaw.GetProperty("help")}: {flaw.GetProperty("nodes")[0].GetProperty("html")}");
        Assert.Empty(serious);
    }
}
