using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Engagement.Commands;

/// <summary>
/// A PostgreSQL server of one's own, in a folder that goes with it. The server does not run as root; root hands it to
/// the user that its packages make.
/// </summary>
sealed class OwnPostgres
{
    const string User = "postgres";

    // Whoever should stop the server may itself be killed: its end of the pipe is then closed without a word. A folder
    // that was made for the server goes with it, unless the server would not stop and still writes to it.
    const string Guarding = """
        trap '' INT HUP TERM
        exec >/dev/null 2>&1
        read -r _ || { folder=$1; shift; "$0" "$@" && [ -n "$folder" ] && rm -rf "$folder"; }
        """;

    readonly string _data;
    readonly string[] _settings;

    OwnFolder? _own;
    Process? _guard;

    OwnPostgres(string data, int port, string[] settings) => (_data, Port, _settings) = (data, port, settings);

    public int Port { get; }

    /// <summary>The server's first process, which all others are below.</summary>
    public int ProcessId => int.Parse(
        File.ReadLines(Path.Combine(_data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Why there can be none here, and what to do about it; null when there can.</summary>
    public static string? Missing => Program("initdb") is null
        ? "a cluster's processes meet in PostgreSQL, and neither is ENGAGE_DATABASE set nor are the server's programs "
            + "installed. Set ENGAGE_DATABASE='Host=localhost;Database=engagement;Username=engagement', or install "
            + "them: apt-get install postgresql, brew install postgresql."
        : null;

    /// <param name="folder">An empty one; the server's user must get through it, so everybody may.</param>
    /// <param name="settings">Of the server, such as <c>shared_buffers=512MB</c>.</param>
    public static Task<OwnPostgres> Start(string folder, params string[] settings) => Start(folder, null, settings);

    /// <summary>The same in a folder that is to be gone with the server, whatever ends this process.</summary>
    public static Task<OwnPostgres> Start(OwnFolder own) => Start(own.FullName, own, []);

    static async Task<OwnPostgres> Start(string folder, OwnFolder? own, string[] settings)
    {
        var server = new OwnPostgres(Directory.CreateDirectory(Path.Combine(folder, "postgres")).FullName,
            ClusterCommand.FreePort(), settings) { _own = own };
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }

        if (Environment.IsPrivilegedProcess)
        {
            await Run("chown", [User, server._data]);
        }

        await Do("initdb", "-D", server._data, "-U", "engage", "--auth=trust", "-E", "UTF8", "--locale=C");
        await server.Resume();
        return server;
    }

    /// <summary>Creates a database and answers its connection string.</summary>
    public async Task<string> Create(string name)
    {
        await using var connection = new NpgsqlConnection($"{To("postgres")};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return To(name);
    }

    string To(string database) => $"Host=127.0.0.1;Port={Port};Username=engage;Database={database}";

    /// <summary>Starts it again where it was stopped.</summary>
    public async Task Resume()
    {
        await Do(
            "pg_ctl", "start", "-w", "-D", _data, "-l", Path.Combine(_data, "log"), "-o",
            $"-p {Port} -h 127.0.0.1 -k '' -c max_connections=300 "
            + string.Join(' ', _settings.Select(setting => $"-c {setting}")));
        var (program, arguments) = AsUser("pg_ctl", "stop", "-m", "immediate", "-D", _data);
        string[] guarding = ["-c", Guarding, program, _own?.FullName ?? "", .. arguments];
        _guard = Process.Start(new ProcessStartInfo("/bin/sh", guarding)
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        });
    }

    /// <summary>Ends all connections and waits until everything is on disk.</summary>
    public async Task Stop()
    {
        Dismiss();
        await Do("pg_ctl", "stop", "-w", "-m", "fast", "-D", _data);
    }

    // Once it is told, it does nothing more; where it is gone already, that is as good.
    void Dismiss()
    {
        try
        {
            _guard?.StandardInput.WriteLine();
        }
        catch (IOException)
        {
            // Somebody ended it.
        }

        _guard?.Dispose();
        _guard = null;
    }

    static Task Do(string program, params string[] arguments)
    {
        var (run, with) = AsUser(program, arguments);
        return Run(run, with);
    }

    static (string Program, string[] Arguments) AsUser(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? ("runuser", ["-u", User, "--", Program(program)!, .. arguments])
            : (Program(program)!, arguments);

    static string? Program(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending()
                .Select(version => Path.Combine(version, "bin"))
            : [])
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    // Output goes nowhere: the server inherits it, and would keep a pipe open for as long as it lives.
    static async Task Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1 < /dev/null", program, .. arguments])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new MemberFailedException(
                $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
