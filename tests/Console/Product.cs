using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Engagement.Tests.Agents;

/// <summary>The whole product on a port and in a folder of its own. Stopped, it can start again where it was.</summary>
sealed class Product : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("engagement-console-").FullName;
    readonly string _url = $"http://127.0.0.1:{FreePort()}";
    WebApplication? _app;

    public string Url => _url;

    public IServiceProvider Services => _app!.Services;

    public async Task Start()
    {
        var app = Program.Build(["--ENGAGE_URL", _url, "--ENGAGE_DATA", _folder, "--environment", "Production"]);
        await app.StartAsync();
        _app = app;
    }

    public async Task Stop()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    // The product must come back on the same port, so it cannot be left to the system to choose one at each start.
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
