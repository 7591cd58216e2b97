using Engagement.Tests.Support;
using Microsoft.Playwright;

namespace Engagement.Tests.Agents;

/// <summary>One product and one browser for all tests of the console; each test makes a workspace of its own.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    IPlaywright? _playwright;
    IBrowser? _browser;

    internal Product Product { get; } = new();

    internal IBrowser Chromium => _browser!;

    public async Task InitializeAsync()
    {
        if (Browser.WhyNot is not null)
        {
            return;
        }

        Directory.CreateDirectory(Repository.At("artifacts", "screenshots"));
        await Product.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Browser.Path,
            Args = Browser.Arguments,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Product.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ConsoleTests : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "console";
}
