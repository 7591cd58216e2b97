using Engagement.Tests.Support;
using Microsoft.Playwright;

namespace Engagement.Tests.Agents;

/// <summary>One product and one browser for all tests of the console; each test makes a workspace of its own.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("engagement-console-").FullName;
    IPlaywright? _playwright;
    IBrowser? _browser;
    TestApp? _app;
    int _port;

    internal TestApp App => _app!;

    internal IBrowser Chromium => _browser!;

    public async ValueTask InitializeAsync()
    {
        if (Browser.WhyNot is not null)
        {
            return;
        }

        Directory.CreateDirectory(Repository.At("artifacts", "screenshots"));
        await Start();
        _playwright = await Playwright.CreateAsync();
        // Five seconds by default: a machine that is busy with the other tests may need them for one answer.
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Browser.Path,
            Args = Browser.Arguments,
        });
    }

    /// <summary>Starts the product; after a stop on the same port and data, as a deploy does.</summary>
    internal async Task Start()
    {
        _app = await TestApp.Start(_folder, _port);
        _port = _app.Address.Port;
    }

    internal async Task Stop()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class ConsoleTests : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "console";
}
