using System.Collections.Concurrent;
using Engagement.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Engagement.Tests.Agents;

/// <summary>The console in a browser, as an agent uses it. It remembers all that went wrong in the page.</summary>
sealed class AgentPage : IAsyncDisposable
{
    readonly ConcurrentQueue<string> _wrong = new();
    readonly IBrowserContext _context;

    AgentPage(IBrowserContext context, IPage page, string url)
    {
        (_context, Page, Url) = (context, page, url);
        page.Dialog += (_, dialog) =>
        {
            _wrong.Enqueue($"a dialog opened: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.PageError += (_, error) => _wrong.Enqueue($"an error was not caught: {error}");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                _wrong.Enqueue($"the policy was broken: {message.Text}");
            }
        };
    }

    public IPage Page { get; }

    public string Url { get; }

    /// <summary>What must not happen in any page, and did.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    public IBrowserContext Context => _context;

    public ILocator Alerts => Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option);

    public ILocator Connection => Page.GetByTestId("connection");

    public ILocator Alert => Page.Locator("article[aria-labelledby=alert-title]");

    public ILocator History => Page.GetByLabel("What was done");

    public ILocator Customer => Page.GetByLabel("Customer", new() { Exact = true });

    /// <param name="app">Another product than the one that all tests share.</param>
    public static async Task<AgentPage> Open(
        ConsoleFixture fixture, Look look, bool policy = true, TestApp? app = null)
    {
        var context = await fixture.Chromium.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            BypassCSP = !policy,
        });
        context.SetDefaultTimeout(15_000);
        var address = (app ?? fixture.App).Address;
        return new(context, await context.NewPageAsync(), address.GetLeftPart(UriPartial.Authority));
    }

    public static async Task<AgentPage> SignedIn(
        ConsoleFixture fixture, Shop shop, string agent, Look? look = null, TestApp? app = null)
    {
        var page = await Open(fixture, look ?? Look.Desk, app: app);
        await page.SignIn(shop.Id, agent, Shop.Password);
        await Expect(page.Connection).ToContainTextAsync("Live");
        return page;
    }

    public async Task SignIn(string workspace, string agent, string password)
    {
        if (!Page.Url.StartsWith(Url, StringComparison.Ordinal))
        {
            await Page.GotoAsync(Url);
        }

        await Page.GetByLabel("Workspace").FillAsync(workspace);
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync(agent);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    public Task Press(string key) => Page.Keyboard.PressAsync(key);

    public Task Go(string path) => Page.GotoAsync(Url + path);

    /// <summary>Chooses what of the customer is shown.</summary>
    public Task Show(string tab) => Customer.GetByText(tab, new() { Exact = true }).First.ClickAsync();

    public Task Photograph(string name) =>
        Page.ScreenshotAsync(new() { Path = Repository.At("artifacts", "screenshots", $"{name}.png") });

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}

/// <summary>A screen and a choice of light.</summary>
public sealed record Look(string Name, int Width, int Height, bool Dark)
{
    public static readonly Look Desk = new("light", 1440, 900, Dark: false);
    public static readonly Look Night = new("dark", 1440, 900, Dark: true);
    public static readonly Look Phone = new("phone", 390, 844, Dark: false);
    public static readonly Look PhoneByNight = new("phone-dark", 390, 844, Dark: true);

    public static IReadOnlyList<Look> All { get; } = [Desk, Night, Phone, PhoneByNight];

    public override string ToString() => Name;
}
