using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Engagement.Bench.Measure;

// Not in Measure: the product itself has a class of this name, which would be found first.
namespace Engagement.Bench;

/// <summary>The product in a process of its own, on an empty data folder, as a user starts it.</summary>
sealed class Product : IAsyncDisposable
{
    readonly Process _process;

    bool _disposed;

    Product(Process process, HttpClient client, string data, string? database, TimeSpan startedIn) =>
        (_process, Client, Data, Database, StartedIn) = (process, client, data, database, startedIn);

    public HttpClient Client { get; }

    public string Data { get; }

    /// <summary>PostgreSQL's connection string; null on SQLite.</summary>
    public string? Database { get; }

    /// <summary>From the start of the process until it answered that it is ready.</summary>
    public TimeSpan StartedIn { get; }

    /// <summary>Seconds of processor time that it has used.</summary>
    public double Cpu => Spent.Below(_process.Id);

    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The product as it lies beside this program: the plain build.</summary>
    public static string PlainBuild => Path.Combine(AppContext.BaseDirectory, "Engagement.Api");

    public static async Task<Product> Start(
        string folder, string? database = null, string? data = null, string? program = null)
    {
        data ??= Path.Combine(folder, $"data-{Stopwatch.GetTimestamp()}");
        var port = FreePort();
        var url = $"http://127.0.0.1:{port}";
        var start = new ProcessStartInfo(program ?? PlainBuild)
        {
            RedirectStandardOutput = true,
            Environment = { ["ENGAGE_URL"] = url, ["ENGAGE_DATA"] = data, ["Logging__LogLevel__Default"] = "Warning" },
        };
        start.Environment["ENGAGE_DATABASE"] = database ?? "";
        var startedAt = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
        {
            BaseAddress = new(url),
            Timeout = TimeSpan.FromMinutes(10),
        };
        await UntilReady(client, process);
        var startedIn = Stopwatch.GetElapsedTime(startedAt);
        var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, "keys.json"))).RootElement;
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", keys.GetProperty("operator").GetString());
        return new(process, client, data, database, startedIn);
    }

    /// <summary>Stops it as an operator would and waits until it has ended.</summary>
    public async Task Stop()
    {
        using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    static async Task UntilReady(HttpClient client, Process process)
    {
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Nobody listens yet.
            }

            await Task.Delay(20);
        }
    }

    static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
