using Engagement.Tests.Channels;
using Engagement.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>What could not be delivered is seen, and goes out once its cause is gone.</summary>
[Collection(ConsoleTests.Name)]
public sealed class DeadLetterTests(ConsoleFixture fixture)
{
    const string Refusal = "554 5.7.1 We take no letters from you";

    [BrowserFact]
    public async Task A_letter_that_was_refused_is_given_up_and_tried_again_once_its_cause_is_gone()
    {
        var answer = ScriptedSmtp.Healthy("RCPT", Refusal);
        await using var relay = new ScriptedSmtp(line => answer(line));
        await using var app = await TestApp.Start(settings:
        [
            "--Email:Host=127.0.0.1", $"--Email:Port={relay.Options.Port}", "--Email:Security=None",
            "--Email:From=shop@shop.example",
        ]);
        using var shop = await Shop.Open(() => app, "ana");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana", app: app);
        await shop.Sale("c-1", "Beatriz", "o-1");

        await agent.Go("/messages");
        var message = agent.Page.GetByRole(AriaRole.Button, new() { Name = "thank-you" }).First;
        await Expect(message).ToContainTextAsync("Failed", new() { Timeout = 30_000 });
        await agent.Go("/dead-letters");
        var letter = agent.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "thank-you" });
        await Expect(letter).ToContainTextAsync("554 5.7.1");
        await Expect(letter).ToContainTextAsync("after 1 try");
        await agent.Photograph("dead-letter");

        // The cause still stands: the letter comes back, given up anew.
        var givenUp = await letter.Locator("time").GetAttributeAsync("datetime");
        await TryAgain(letter);
        await Expect(letter.Locator("time")).Not.ToHaveAttributeAsync("datetime", givenUp!, new() { Timeout = 30_000 });

        answer = ScriptedSmtp.Healthy("nothing is refused", null);
        await TryAgain(letter);
        await Expect(agent.Page.GetByText("Nothing was given up")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await agent.Go("/messages");
        await Expect(message).ToContainTextAsync("Sent", new() { Timeout = 30_000 });
        Assert.Contains("RCPT TO:<somebody@customers.example>", relay.Heard);
        Assert.Empty(agent.Wrong);
    }

    [BrowserFact]
    public async Task Many_are_counted_and_then_tried_again_or_dismissed_at_once()
    {
        using var shop = await Shop.Open(fixture, "ana");
        await shop.FailToSend("c-1", "c-2", "c-3");
        await using var agent = await AgentPage.SignedIn(fixture, shop, "ana");
        await agent.Go("/dead-letters");
        var letters = agent.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "lost:" });
        await Expect(letters).ToHaveCountAsync(3);
        var givenUp = await letters.First.Locator("time").GetAttributeAsync("datetime");

        await agent.Page.GetByLabel("Channel").SelectOptionAsync("email");
        await Expect(agent.Page.GetByText("None match")).ToBeVisibleAsync();
        await agent.Page.GetByLabel("Channel").SelectOptionAsync("webhook");
        await agent.Page.GetByLabel("Words of the reason").FillAsync("no webhook endpoint");
        await Expect(letters).ToHaveCountAsync(3);
        await Button(agent, "Try all again").ClickAsync();
        await Expect(agent.Page.GetByText("3 match. Try again?")).ToBeVisibleAsync();
        await Button(agent, "Try 3 again").ClickAsync();
        await Expect(agent.Page.GetByText("3 dead letters are in the queue again.")).ToBeVisibleAsync();

        // The cause still stands, so they come back, and nobody wants them any more.
        await Expect(letters).ToHaveCountAsync(3);
        await Expect(letters.First.Locator("time")).Not.ToHaveAttributeAsync("datetime", givenUp!);
        await Button(agent, "Dismiss all").ClickAsync();
        await Button(agent, "Dismiss 3").ClickAsync();
        await Expect(agent.Page.GetByText("3 dead letters were dismissed.")).ToBeVisibleAsync();
        await Expect(letters).ToHaveCountAsync(0);
        await agent.Go("/messages");
        var message = agent.Page.GetByRole(AriaRole.Button, new() { Name = "thank-you" }).First;
        await Expect(message).ToContainTextAsync("ana let it go");
        Assert.Empty(agent.Wrong);
    }

    static ILocator Button(AgentPage agent, string name) =>
        agent.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    static Task TryAgain(ILocator letter) =>
        letter.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
}
