namespace Engagement.Tests.Support;

/// <summary>One running product for all tests of a class.</summary>
public sealed class RunningProduct : IAsyncLifetime
{
    TestApp? _app;

    internal TestApp App => _app!;

    public async ValueTask InitializeAsync() => _app = await TestApp.Start();

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();
}
