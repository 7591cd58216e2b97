using System.Diagnostics;
using Engagement.Tests.Cluster;

namespace Engagement.Tests.Support;

/// <summary>A program that answers and ends.</summary>
static class RunProgram
{
    /// <param name="program">The name of the program's assembly.</param>
    public static async Task<(int Exit, string Output, string Errors)> ToItsEnd(
        string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Member.Patience);
        // One that should have ended, and has not, must not outlive the test.
        await using var ended = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await output, errors);
    }
}
