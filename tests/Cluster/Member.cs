using System.Diagnostics;
using Engagement.Tests.Support;

namespace Engagement.Tests.Cluster;

/// <summary>One process of a cluster, as an operator would start it.</summary>
sealed class Member : IAsyncDisposable
{
    readonly Process _process;

    Member(Process process) => _process = process;

    public int Id => _process.Id;

    /// <param name="program">The name of the program's assembly.</param>
    /// <param name="started">What it says when it is ready.</param>
    public static async Task<Member> Start(
        string program, string started, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, $"{program}.dll") },
        };
        // Several silos of one machine cannot all have the usual port.
        start.Environment["ENGAGE_ADMIN"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var member = new Member(new() { StartInfo = start });
        await Probe.Within(member.Says(started), $"the start of {program}");
        return member;
    }

    /// <summary>Without a last word, as when a machine goes down.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    Task Says(string started)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                said.TrySetException(new InvalidOperationException($"It ended before it said '{started}'."));
            }
            else if (line.Data.Contains(started, StringComparison.Ordinal))
            {
                said.TrySetResult();
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        return said.Task;
    }
}
