using System.Diagnostics;
using Npgsql;

namespace Engagement.Bench.Measure;

/// <summary>A PostgreSQL server of the bench's own, in a folder of its own, with everything synced to disk.</summary>
sealed class PostgresServer : IAsyncDisposable
{
    readonly Process _process;
    readonly int _port;

    PostgresServer(Process process, int port) => (_process, _port) = (process, port);

    /// <summary>Seconds of processor time that the server has used, with its processes for connections.</summary>
    public double Cpu => Spent.Below(_process.Id);

    /// <summary>The folder with initdb and postgres; null where there is none.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [])
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    public static async Task<PostgresServer> Start(string binaries, string folder)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "postgres")).FullName;
        Allow(folder, data);
        await RunAsOwner(Path.Combine(binaries, "initdb"), "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8",
            "-N");
        var port = FreePort();
        var process = AsOwner(
            Path.Combine(binaries, "postgres"), "-D", data, "-p", $"{port}", "-h", "127.0.0.1", "-k", data,
            "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB");
        var server = new PostgresServer(process, port);
        await server.UntilReady();
        return server;
    }

    /// <summary>Creates a database and answers its connection string.</summary>
    public async Task<string> Create(string name)
    {
        await using var source = NpgsqlDataSource.Create(To("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return To(name);
    }

    public async ValueTask DisposeAsync()
    {
        using var stop = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    string To(string database) => $"Host=127.0.0.1;Port={_port};Username=bench;Database={database}";

    async Task UntilReady()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(To("postgres"));
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 200 && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    // The server refuses to run as root, so as root it runs as the user that the packages make for it.
    static bool Root => OperatingSystem.IsLinux() && Environment.UserName == "root";

    static void Allow(string folder, string data)
    {
        if (OperatingSystem.IsLinux() && Root)
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            using var own = Process.Start("chown", ["postgres", data]);
            own.WaitForExit();
        }
    }

    static Process AsOwner(string program, params string[] arguments)
    {
        var start = Root
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program,
                .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    static async Task RunAsOwner(string program, params string[] arguments)
    {
        using var process = AsOwner(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
