using System.Diagnostics;

namespace Engagement.Tests.Support;

/// <summary>Node.js and the packages under tests/js, which are installed once for a run.</summary>
static class Node
{
    static readonly TimeSpan s_installMax = TimeSpan.FromMinutes(5);
    static readonly Lazy<Task> s_installed = new(Install);
    static readonly string s_folder = Repository.At("tests", "js");

    /// <summary>Null when there is Node; else what is missing.</summary>
    public static string? WhyNot { get; } = Find("node") is null || Find("npm") is null
        ? "Node.js is not installed: put node and npm on the PATH to run this."
        : null;

    /// <summary>Starts a program of tests/js, with its streams in our hands.</summary>
    public static async Task<Process> Start(string program, params string[] arguments)
    {
        await s_installed.Value;
        return Run(s_folder, "node", [program, .. arguments]);
    }

    /// <summary>A file of one of the packages.</summary>
    public static async Task<string> Package(params string[] path)
    {
        await s_installed.Value;
        return Repository.At(["tests", "js", "node_modules", .. path]);
    }

    static async Task Install()
    {
        var wanted = File.GetLastWriteTimeUtc(Repository.At("tests", "js", "package-lock.json"));
        if (File.GetLastWriteTimeUtc(Repository.At("tests", "js", "node_modules", ".package-lock.json")) >= wanted)
        {
            return;
        }

        using var npm = Run(s_folder, "npm", "ci", "--no-audit", "--no-fund");
        npm.StandardInput.Close();
        var said = npm.StandardError.ReadToEndAsync();
        await npm.StandardOutput.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(s_installMax);
        await npm.WaitForExitAsync(timeout.Token);
        Assert.True(npm.ExitCode == 0, $"npm ci failed in tests/js: {await said}");
    }

    /// <summary>Starts node or npm in a folder, with its streams in our hands.</summary>
    public static Process Run(string folder, string program, params string[] arguments) => Process.Start(
        new ProcessStartInfo(Find(program)!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, program), Path.Combine(folder, $"{program}.cmd")])
        .FirstOrDefault(File.Exists);
}
