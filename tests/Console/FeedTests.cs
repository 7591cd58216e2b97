using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

[Collection(ConsoleTests.Name)]
public sealed class FeedTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task A_bad_review_appears_by_itself_beside_its_customer()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.Sale("c-1", "Beatriz Moura", "o-1", "Reading lamp");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");

        await shop.BadReview("c-1", "o-1", "It arrived broken.");

        await Expect(agent.Alerts).ToHaveCountAsync(1);
        await Expect(agent.Alerts.First).ToContainTextAsync("It arrived broken.");
        await Expect(agent.Page).ToHaveTitleAsync("(1) Alerts · Engagement");
        await agent.Alerts.First.ClickAsync();
        await Expect(agent.Alert).ToContainTextAsync("1 of 5");
        await Expect(agent.Customer).ToContainTextAsync("Beatriz Moura");
        await Expect(agent.Customer).ToContainTextAsync("Reading lamp");
        await Expect(agent.Customer).ToContainTextAsync("R$189.90");
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task What_is_being_read_stays_where_it_is_while_alerts_come_in()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await ManyReviews(shop, 30);
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await Expect(agent.Alerts.First).ToContainTextAsync("words 29");
        await agent.Alerts.First.HoverAsync();
        await agent.Page.Mouse.WheelAsync(0, 840);
        var read = agent.Alerts.Filter(new() { HasText = "words 16" });
        await Expect(read).ToBeInViewportAsync();
        var before = await Resting(read);

        await ManyReviews(shop, 3, from: 30);

        await Expect(agent.Page.GetByRole(AriaRole.Button, new() { Name = "3 new alerts" })).ToBeVisibleAsync();
        Assert.Equal(before, (await read.BoundingBoxAsync())!.Y, 0.6);
        await agent.Photograph("new-alerts");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "3 new alerts" }).ClickAsync();
        await Expect(agent.Alerts.Filter(new() { HasText = "words 32" })).ToBeInViewportAsync();
    }

    [BrowserFact]
    public async Task A_new_alert_is_said_and_the_focus_goes_where_the_keys_go()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        var news = agent.Page.GetByRole(AriaRole.Status, new() { Name = "News" });
        await Expect(news).ToHaveAttributeAsync("aria-live", "polite");

        await ManyReviews(shop, 1);
        await Expect(news).ToContainTextAsync("New alert, critical: Low rating.");
        await ManyReviews(shop, 1, from: 1);
        await Expect(agent.Alerts).ToHaveCountAsync(2);

        var list = agent.Page.GetByRole(AriaRole.Listbox);
        foreach (var (key, words) in ((string, string)[])[("j", "words 1"), ("j", "words 0"), ("k", "words 1")])
        {
            await agent.Press(key);
            await Expect(list).ToBeFocusedAsync();
            var active = agent.Alerts.Filter(new() { HasText = words });
            await Expect(active).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(list).ToHaveAttributeAsync("aria-activedescendant", (await active.GetAttributeAsync("id"))!);
        }

        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task Alerts_stand_in_the_order_of_the_times_they_show_and_what_is_ahead_says_so()
    {
        using var shop = await Shop.Rehearse(fixture, "ana");
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        foreach (var day in (int[])[2, 0, 1])
        {
            await shop.BadReview($"c-{day}", $"words {day}.", start.AddDays(day));
        }

        await shop.MoveClock(start.AddDays(1).AddHours(13));
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");

        await Expect(agent.Alerts).ToHaveCountAsync(3);
        await Expect(agent.Alerts.Nth(0)).ToContainTextAsync("words 2.");
        await Expect(agent.Alerts.Nth(1)).ToContainTextAsync("words 1.");
        await Expect(agent.Alerts.Nth(2)).ToContainTextAsync("words 0.");
        await Expect(agent.Alerts.Locator("time")).ToHaveTextAsync(["in 11 h", "13 h", "1 d"]);
    }

    [BrowserFact]
    public async Task Severity_and_search_narrow_the_list()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await ManyReviews(shop, 3);
        await shop.Tell("support.requested", "c-0", new() { ["caseId"] = "s-1", ["subject"] = "Where is the manual?" });
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await Expect(agent.Alerts).ToHaveCountAsync(4);

        await agent.Page.GetByLabel("Severity").SelectOptionAsync("critical");
        await Expect(agent.Alerts).ToHaveCountAsync(3);
        await agent.Page.GetByLabel("Search in this list").FillAsync("WORDS 1");
        await Expect(agent.Alerts).ToHaveCountAsync(1);
        await agent.Page.GetByLabel("Search in this list").FillAsync("nobody said this");
        await Expect(agent.Page.GetByText("Nothing matches")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_search_looks_through_all_of_a_long_list_of_which_only_what_is_in_sight_is_in_the_page()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.BadReviews(650);
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await Expect(agent.Page).ToHaveTitleAsync("(200+) Alerts · Engagement");
        Assert.InRange(await agent.Alerts.CountAsync(), 8, 30);

        await agent.Page.GetByLabel("Search in this list").FillAsync("WORDS 0.");
        await Expect(agent.Page.GetByText("1 of 650 alerts")).ToBeVisibleAsync();
        await Expect(agent.Alerts).ToHaveCountAsync(1);
        await Expect(agent.Page).ToHaveTitleAsync("(650) Alerts · Engagement");
        await agent.Page.GetByLabel("Search in this list").FillAsync("");
        await Expect(agent.Alerts.First).ToHaveAttributeAsync("aria-setsize", "650");
        Assert.InRange(await agent.Alerts.CountAsync(), 8, 30);
    }

    [BrowserFact]
    public async Task What_comes_in_while_nobody_looks_is_counted_in_the_title_until_somebody_does()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await ManyReviews(shop, 1);
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await Expect(agent.Page).ToHaveTitleAsync("(1) Alerts · Engagement");

        await Become(agent, "hidden");
        await ManyReviews(shop, 2, from: 1);
        await Expect(agent.Page).ToHaveTitleAsync("(2 new) Alerts · Engagement");
        await Become(agent, "visible");
        await Expect(agent.Page).ToHaveTitleAsync("(3) Alerts · Engagement");
    }

    /// <summary>As when the agent goes to another tab and comes back; a browser without a window has but one.</summary>
    static async Task Become(AgentPage agent, string state) => await agent.Page.EvaluateAsync(
        """
        state => {
          Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        state);

    static async Task ManyReviews(Shop shop, int count, int from = 0)
    {
        for (var index = from; index < from + count; index++)
        {
            await shop.Sale($"c-{index}", $"Customer {index}", $"o-{index}");
            await shop.BadReview($"c-{index}", $"o-{index}", $"words {index}");
        }
    }

    /// <summary>Where it is once the wheel has come to rest.</summary>
    static async Task<float> Resting(ILocator row)
    {
        for (var last = float.NaN; ;)
        {
            var now = (await row.BoundingBoxAsync())!.Y;
            if (now == last)
            {
                return now;
            }

            last = now;
            await row.Page.EvaluateAsync(
                "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }
    }
}
