using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

[Collection(ConsoleTests.Name)]
public sealed class ActTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task An_agent_claims_notes_and_resolves_and_a_colleague_sees_it_happen()
    {
        using var shop = await Review();
        await using var ana = await AgentPage.SignedIn(fixture, shop, "ana");
        await using var ben = await AgentPage.SignedIn(fixture, shop, "ben");
        await ana.Alerts.First.ClickAsync();
        await ben.Alerts.First.ClickAsync();

        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(ana.Alert).ToContainTextAsync("Claimed by you");
        await Expect(ben.Alert).ToContainTextAsync("Claimed by ana");

        await ana.Page.GetByLabel("Note", new() { Exact = true }).FillAsync("Asked for a photo.");
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Keep note" }).ClickAsync();
        await Expect(ben.History).ToContainTextAsync("Asked for a photo.");

        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true }).ClickAsync();
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Replacement sent" }).ClickAsync();
        await ana.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve alert" }).ClickAsync();
        await Expect(ben.Alert.GetByText("Resolved", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(ben.History).ToContainTextAsync("Replacement sent");
        await Expect(ben.Page).ToHaveTitleAsync("Alerts · Engagement");
        Assert.Empty(ana.Wrong.Concat(ben.Wrong));
    }

    [BrowserFact]
    public async Task What_a_colleague_has_is_taken_over_after_a_question_and_the_colleague_is_told()
    {
        using var shop = await Review();
        await using var ana = await AgentPage.SignedIn(fixture, shop, "ana");
        await using var ben = await AgentPage.SignedIn(fixture, shop, "ben");
        await Expect(ana.Alerts).ToHaveCountAsync(1);
        await Expect(ben.Alerts).ToHaveCountAsync(1);
        await ben.Press("j");
        await Expect(ben.Alert).ToContainTextAsync("It arrived broken.");
        await ana.Press("j");
        await Expect(ana.Alert).ToContainTextAsync("It arrived broken.");
        await ana.Press("c");
        await Expect(ben.Alert).ToContainTextAsync("Claimed by ana");

        foreach (var name in (string[])["Claim", "Release", "Resolve"])
        {
            await Expect(ben.Alert.GetByRole(AriaRole.Button, new() { Name = name })).ToHaveCountAsync(0);
        }

        foreach (var key in (string[])["u", "r"])
        {
            await ben.Press(key);
            var said = ben.Page.GetByText("ana has this alert. Press c to take it over first.");
            await Expect(said).ToBeVisibleAsync();
            await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
            await Expect(said).ToHaveCountAsync(0);
        }

        await ben.Press("c");
        await Expect(ben.Page.GetByText("ana has this alert, and will be told")).ToBeVisibleAsync();
        await ben.Press("Escape");
        await Expect(ben.Page.GetByText("ana has this alert, and will be told")).ToHaveCountAsync(0);
        await Expect(ben.Alert).ToContainTextAsync("Claimed by ana");
        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
        await ben.Press("Enter");

        await Expect(ben.Alert).ToContainTextAsync("Claimed by you");
        await Expect(ana.Page.GetByText("ben took over “")).ToBeVisibleAsync();
        await Expect(ana.Alert).ToContainTextAsync("Claimed by ben");
        await Expect(ana.History).ToContainTextAsync("ben took it over from ana");
        await ben.Press("c");
        await Expect(ben.Page.GetByText("You have this alert already.")).ToBeVisibleAsync();
        Assert.Empty(ana.Wrong.Concat(ben.Wrong));
    }

    [BrowserFact]
    public async Task What_is_resolved_offers_nothing_and_its_keys_say_so()
    {
        using var shop = await Review();
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await Expect(agent.Alerts).ToHaveCountAsync(1);
        await agent.Press("j");
        await Expect(agent.Page.GetByLabel("Note", new() { Exact = true })).ToBeVisibleAsync();
        await shop.Act("c-1", "resolve");

        await Expect(agent.Alert.GetByText("Resolved", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(agent.Page.GetByLabel("Note", new() { Exact = true })).ToHaveCountAsync(0);
        await agent.Press("n");
        await Expect(agent.Page.GetByText("nothing more can be done with it")).ToBeVisibleAsync();
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task Who_is_too_late_is_told_who_has_it()
    {
        using var shop = await Review();
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await agent.Alerts.First.ClickAsync();
        await Expect(agent.Alert).ToContainTextAsync("Open");

        // Somebody else is faster by so little that this page still shows the alert as free.
        await agent.Page.RouteAsync("**/claim", async route =>
        {
            await shop.Act("c-1", "claim");
            await route.ContinueAsync();
        });
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();

        await Expect(agent.Page.GetByText("could not be claimed")).ToContainTextAsync("key:a key");
        await Expect(agent.Alert).ToContainTextAsync("Claimed by key:a key");
    }

    [BrowserFact]
    public async Task The_keys_do_what_the_help_says()
    {
        using var shop = await Review();
        await shop.Sale("c-2", "Caio", "o-2");
        await shop.BadReview("c-2", "o-2", "Wrong colour.");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await Expect(agent.Alerts).ToHaveCountAsync(2);

        await agent.Press("j");
        await Expect(agent.Alert).ToContainTextAsync("Wrong colour.");
        await agent.Press("j");
        await Expect(agent.Alert).ToContainTextAsync("It arrived broken.");
        await agent.Press("k");
        await Expect(agent.Alert).ToContainTextAsync("Wrong colour.");
        await agent.Press("c");
        await Expect(agent.History).ToContainTextAsync("claimed it");
        await agent.Press("u");
        await Expect(agent.History).ToContainTextAsync("released it");
        await agent.Press("n");
        await agent.Page.Keyboard.TypeAsync("just a note");
        await agent.Press("Control+Enter");
        await Expect(agent.History).ToContainTextAsync("just a note");
        await agent.Press("Escape");
        await agent.Press("r");
        await agent.Page.Keyboard.TypeAsync("Refunded");
        await agent.Press("Enter");
        await Expect(agent.History).ToContainTextAsync("resolved it");
        await agent.Press("/");
        await Expect(agent.Page.GetByLabel("Search in this list")).ToBeFocusedAsync();
        await agent.Press("Escape");
        await agent.Press("?");
        await Expect(agent.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("next and previous alert");
        await agent.Press("Escape");
        await Expect(agent.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await agent.Press("5");
        await Expect(agent.Page.GetByText("Nothing was given up")).ToBeVisibleAsync();
        await agent.Press("1");
        await agent.Page.GetByRole(AriaRole.Listbox).FocusAsync();
        await agent.Press("ArrowDown");
        await Expect(agent.Alert).ToBeVisibleAsync();
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task Words_that_were_not_kept_yet_are_still_there_after_another_alert_and_after_a_failed_try()
    {
        using var shop = await Review();
        await shop.Sale("c-2", "Caio", "o-2");
        await shop.BadReview("c-2", "o-2", "Wrong colour.");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        var note = agent.Page.GetByLabel("Note", new() { Exact = true });
        await agent.Press("j");
        await note.FillAsync("Half a thought");
        await agent.Alerts.Last.ClickAsync();
        await Expect(note).ToHaveValueAsync("");
        await agent.Alerts.First.ClickAsync();
        await Expect(note).ToHaveValueAsync("Half a thought");

        await agent.Page.RouteAsync("**/resolve", route => route.FulfillAsync(new() { Status = 503 }));
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true }).ClickAsync();
        var resolution = agent.Page.GetByLabel("How it was resolved");
        await resolution.FillAsync("A long story of how it ended");
        await agent.Press("Enter");
        await Expect(agent.Page.GetByText("The alert could not be resolved")).ToBeVisibleAsync();
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true }).ClickAsync();
        await Expect(resolution).ToHaveValueAsync("A long story of how it ended");
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task Words_written_while_a_note_is_being_kept_are_not_lost()
    {
        using var shop = await Review();
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        var note = agent.Page.GetByLabel("Note", new() { Exact = true });
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await agent.Page.RouteAsync("**/notes", async route =>
        {
            asked.SetResult();
            await answer.Task;
            await route.ContinueAsync();
        });
        await agent.Press("j");
        await note.FillAsync("Called");
        await note.PressAsync("Control+Enter");
        await asked.Task;
        await note.PressSequentiallyAsync(" twice");
        answer.SetResult();

        await Expect(agent.History).ToContainTextAsync("Called");
        await Expect(agent.Page.GetByRole(AriaRole.Button, new() { Name = "Keep note" })).ToBeEnabledAsync();
        await Expect(note).ToHaveValueAsync("Called twice");
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task A_note_whose_answer_is_lost_and_that_is_sent_again_is_there_once()
    {
        using var shop = await Review();
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        var note = agent.Page.GetByLabel("Note", new() { Exact = true });
        var lost = true;
        await agent.Page.RouteAsync("**/notes", async route =>
        {
            if (!lost)
            {
                await route.ContinueAsync();
                return;
            }

            lost = false;
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await agent.Press("j");
        await note.FillAsync("Called them.");
        await note.PressAsync("Control+Enter");
        await Expect(agent.Page.GetByText("The note was not kept")).ToBeVisibleAsync();
        await note.PressAsync("Control+Enter");
        await Expect(note).ToHaveValueAsync("");
        await note.FillAsync("They answered.");
        await note.PressAsync("Control+Enter");

        await Expect(agent.History).ToContainTextAsync("They answered.");
        await Expect(agent.History.GetByText("Called them.")).ToHaveCountAsync(1);
    }

    async Task<Shop> Review()
    {
        var shop = await Shop.Open(fixture, "ana", "ben");
        await shop.Sale("c-1", "Beatriz", "o-1");
        await shop.BadReview("c-1", "o-1", "It arrived broken.");
        return shop;
    }
}
