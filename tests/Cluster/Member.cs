using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Engagement.Tests.Support;

namespace Engagement.Tests.Cluster;

/// <summary>One process of a cluster, as an operator would start it.</summary>
sealed class Member : IAsyncDisposable
{
    /// <summary>Whole programs start and end, several at once, on a machine that has more to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;

    Member(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it wrote to its standard output, so far.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>What it wrote to its standard error, so far.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>Done when it has logged a line that holds this.</summary>
    public Task Logged(string text)
    {
        var logged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        foreach (var line in Log)
        {
            Look(line);
        }

        return Probe.Within(logged.Task, text);

        void Look(string? line)
        {
            if (line?.Contains(text, StringComparison.Ordinal) == true)
            {
                logged.TrySetResult();
            }
        }
    }

    /// <summary>The line with which it said that it is ready.</summary>
    public string Said { get; private set; } = "";

    /// <param name="program">The name of the program's assembly.</param>
    /// <param name="started">What it says when it is ready.</param>
    public static async Task<Member> Start(
        string program, string started, params (string Name, string Value)[] environment)
    {
        var member = new Member(new() { StartInfo = Command(program, environment) });
        try
        {
            await Probe.Within(member.Says(started), $"the start of {program}", Patience);
            return member;
        }
        catch
        {
            await member.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a process that does not start says, all of it.</summary>
    /// <param name="folder">Where it is started.</param>
    public static async Task<string> Refusal(
        string program, string folder, params (string Name, string Value)[] environment)
    {
        var start = Command(program, environment);
        start.WorkingDirectory = folder;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await Probe.Within(process.WaitForExitAsync(), $"the end of {program}", Patience);
        Assert.Equal(1, process.ExitCode);
        return await errors;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Without a last word, as when a machine goes down.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as whoever runs it does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Terminate(TimeSpan patience)
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await Probe.Within(_process.WaitForExitAsync(), "the end that was asked for", patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    static ProcessStartInfo Command(string program, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, $"{program}.dll") },
        };
        // Several silos of one machine cannot all have the usual port.
        start.Environment["ENGAGE_ADMIN"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    Task Says(string started)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                Log.Enqueue(line.Data);
            }

            if (line.Data is null)
            {
                said.TrySetException(new InvalidOperationException(
                    $"It ended before it said '{started}'. {string.Join('\n', Errors)}"));
            }
            else if (line.Data.Contains(started, StringComparison.Ordinal))
            {
                Said = line.Data;
                said.TrySetResult();
            }
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                Errors.Enqueue(line.Data);
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return said.Task;
    }
}
