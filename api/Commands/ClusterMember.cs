using System.Diagnostics;

namespace Engagement.Commands;

/// <summary>One process of a cluster on this machine.</summary>
sealed class ClusterMember : IDisposable
{
    // A Ctrl-C reaches every process of the terminal at once. The members ignore it and are ended in their order. But
    // whoever should end them may itself be killed: its end of the pipe is then closed without a word, and nobody is
    // left who could end them in order.
    const string Script = """
        trap '' INT
        exec 3<&0 </dev/null
        (exec >/dev/null 2>&1; read -r _ <&3 || kill -KILL $$) &
        exec "$0" 3<&-
        """;

    readonly Process _process;
    readonly StreamWriter _log;
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly MemberPart _part;
    readonly IReadOnlyDictionary<string, string> _settings;

    string _last = "with nothing said.";

    ClusterMember(Process process, MemberPart part, IReadOnlyDictionary<string, string> settings)
    {
        (_process, _part, _settings) = (process, part, settings);
        _log = new(Own(part.LogPath)) { AutoFlush = true };
    }

    public string Role => _part.Role;

    public string Address => _part.Address;

    public string? Doors => _part.Doors;

    public int ProcessId => _process.Id;

    public Task Ended => _process.WaitForExitAsync();

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static ClusterMember Start(MemberPart part, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", Script, Path.Combine(AppContext.BaseDirectory, part.Program)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var member = new ClusterMember(new() { StartInfo = start }, part, settings);
        member._process.OutputDataReceived += (_, line) => member.Note(line.Data);
        member._process.ErrorDataReceived += (_, line) => member.Note(line.Data);
        member._process.EnableRaisingEvents = true;
        member._process.Exited += (_, _) => member.Dismiss();
        member._process.Start();
        member._process.BeginOutputReadLine();
        member._process.BeginErrorReadLine();
        return member;
    }

    /// <exception cref="MemberFailedException">It ended instead.</exception>
    public async Task Ready(CancellationToken cancellation)
    {
        var ended = _process.WaitForExitAsync(cancellation);
        if (await Task.WhenAny(_ready.Task, ended).WaitAsync(cancellation) == ended)
        {
            await ended;
            throw new MemberFailedException($"{Obituary()} Its last words: {_last}");
        }
    }

    /// <summary>What is said of one that ended though nobody asked it to.</summary>
    public string Obituary()
    {
        lock (_log)
        {
            return $"{Role} (pid {ProcessId}) has ended with {ExitCode}. Its log is {_part.LogPath}.";
        }
    }

    /// <param name="signal">As the program <c>kill</c> names it.</param>
    public void Tell(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{ProcessId}"]);
        kill.WaitForExit();
    }

    /// <summary>Without a last word, as when a machine goes down.</summary>
    public Task Kill()
    {
        _process.Kill();
        return Ended;
    }

    /// <summary>One that has ended, as it was when it started.</summary>
    public ClusterMember Again()
    {
        Dispose();
        return Start(_part, _settings);
    }

    /// <summary>Asks it to finish what it is doing, and waits until it has.</summary>
    public async Task Stop(TimeSpan patience)
    {
        Tell("TERM");
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            await Kill();
        }
    }

    public void Dispose()
    {
        Dismiss();
        _process.Dispose();
        _log.Dispose();
    }

    // What is logged of customers is for nobody else.
    static FileStream Own(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    /// <summary>Its number may soon be another process's, which nobody is to end.</summary>
    void Dismiss()
    {
        try
        {
            _process.StandardInput.WriteLine();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // Nobody listens any more, which is as good.
        }
    }

    void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.WriteLine(line);
            _last = line.Length > 0 ? line : _last;
        }

        if (line.StartsWith(_part.SaysWhenReady, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}

/// <summary>What a member is to the cluster.</summary>
/// <param name="Program">The name of a program that lies beside this one.</param>
/// <param name="Role">Such as <c>silo 2</c>.</param>
/// <param name="Address">Where the others, or everybody, reach it.</param>
/// <param name="SaysWhenReady">What the line that it prints once it is ready begins with.</param>
sealed record MemberPart(string Program, string Role, string Address, string LogPath, string SaysWhenReady)
{
    /// <summary>Where else it can be reached, and as what; null when nowhere.</summary>
    public string? Doors { get; init; }
}

/// <summary>A process of the cluster could not be started; the message says which and why.</summary>
sealed class MemberFailedException(string message) : Exception(message);
