using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Engagement.Tests.Storage;

/// <summary>
/// A PostgreSQL server for the tests: the one that <c>ENGAGE_TEST_POSTGRES</c> names (a connection string that may
/// create databases), or a private one in a temporary folder, flushing to disk like a real one.
/// </summary>
sealed class PostgresServer : IDisposable
{
    static readonly Lazy<PostgresServer> TheShared = new(() =>
    {
        if (Environment.GetEnvironmentVariable("ENGAGE_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return new PostgresServer(given);
        }

        var server = Start();
        server.StopAfterUs();
        return server;
    });

    static int _databases;

    readonly string _connectionString;
    readonly string? _folder;

    PostgresServer(string connectionString, string? folder = null) =>
        (_connectionString, _folder) = (connectionString, folder);

    /// <summary>One server for all tests of a run.</summary>
    public static PostgresServer Shared => TheShared.Value;

    /// <summary>Why there is no PostgreSQL to test on; null when there is.</summary>
    public static string? Missing { get; } =
        Environment.GetEnvironmentVariable("ENGAGE_TEST_POSTGRES") is { Length: > 0 } || Program("initdb") is not null
            ? null
            : "PostgreSQL's server programs (initdb, pg_ctl) are not installed, and ENGAGE_TEST_POSTGRES is not set.";

    /// <summary>A server of one's own, to be stopped and started at will.</summary>
    public static PostgresServer Start()
    {
        var folder = Directory.CreateTempSubdirectory("engage-postgres-").FullName;
        var data = Path.Combine(folder, "data");
        var port = FreePort();
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root.
            Run("chown", User, folder);
        }

        RunAsUser("initdb", "-D", data, "-U", "engage", "--auth=trust", "-E", "UTF8", "--locale=C");
        File.AppendAllText(
            Path.Combine(data, "postgresql.conf"),
            $"""

            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 64MB

            """);
        var server = new PostgresServer(
            $"Host=127.0.0.1;Port={port};Username=engage;Database=postgres;Include Error Detail=true", folder);
        server.Resume();
        return server;
    }

    /// <summary>A new database's connection string.</summary>
    public async ValueTask<string> Create()
    {
        var name = $"engage_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await Execute($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name,
        Pooling = true }.ConnectionString;
    }

    public async ValueTask Drop(string database)
    {
        // Dropping one waits for a checkpoint; a private server takes all of them along when it goes.
        if (_folder is null)
        {
            await Execute($"DROP DATABASE {new NpgsqlConnectionStringBuilder(database).Database} WITH (FORCE)");
        }
    }

    /// <summary>Stops it at once, as a crash would.</summary>
    public void Halt() => RunAsUser("pg_ctl", "stop", "-D", Path.Combine(_folder!, "data"), "-m", "immediate", "-w");

    public void Resume() => RunAsUser(
        "pg_ctl", "start", "-D", Path.Combine(_folder!, "data"), "-w", "-l", Path.Combine(_folder!, "log"));

    public void Dispose()
    {
        if (_folder is not null)
        {
            Halt();
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>
    /// The runner gives this process no time at its end, so another one waits for that and cleans up.
    /// </summary>
    void StopAfterUs()
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])
        [
            "-c", Watch, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Path.Combine(_folder!, "data"),
            _folder!,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        Process.Start(start)!.Dispose();
    }

    async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection($"{_connectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // The server ends by itself when its process is told to; its folder can go then.
    const string Watch =
        """
        exec > /dev/null 2>&1 < /dev/null
        while kill -0 "$0"; do sleep 1; done
        server=$(head -n 1 "$1/postmaster.pid") && kill -QUIT "$server" && while kill -0 "$server"; do sleep 1; done
        rm -rf "$2"
        """;

    static string User => "postgres";

    static void RunAsUser(string program, params string[] arguments)
    {
        var path = Program(program) ?? throw new InvalidOperationException(Missing);
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", User, "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    static void Run(string program, params string[] arguments)
    {
        // Output goes nowhere: the server inherits it and would keep a pipe open for as long as it lives.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (
            var argument in (string[])["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1 < /dev/null", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending()
                    .Select(version => Path.Combine(version, "bin"))
                : [])
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
