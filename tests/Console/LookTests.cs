using System.Text.Json;
using Engagement.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>Every page in light, in the dark and on a phone: photographed, and audited for accessibility.</summary>
[Collection(ConsoleTests.Name)]
public sealed class LookTests(ConsoleFixture fixture)
{
    public static TheoryData<string> Looks => [Look.Desk.Name, Look.Night.Name, Look.Phone.Name];

    static readonly string[] s_pages =
        ["customers/c-1", "messages", "definitions/journey/low-rating", "dead-letters", "nowhere"];

    [BrowserTheory]
    [MemberData(nameof(Looks))]
    public async Task No_page_has_a_serious_flaw_of_accessibility(string name)
    {
        var look = new[] { Look.Desk, Look.Night, Look.Phone }.Single(one => one.Name == name);
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
