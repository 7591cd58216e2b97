using System.Diagnostics;
using Engagement.Tests.Support;

namespace Engagement.Tests.Docs;

/// <summary>What the one script says on its own account; what it builds and starts is stood in for.</summary>
public sealed class ScriptTests : IDisposable
{
    const string Program = "#!/usr/bin/env bash\necho the program: $*\n";

    static readonly DateTime s_before = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly string _folder = Directory.CreateTempSubdirectory("engagement-script-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("keys", "built", "true", "")]
    [InlineData("doctor", "built", "true", "")]
    [InlineData("workspace", "built", "true", "")]
    [InlineData("keys", "built", "sleep 5", "engage: building api")]
    [InlineData("keys", "ready", "false", "")]
    [InlineData("keys", "ready, built, changed since", "true", "")]
    [InlineData("keys", "ready, built, changed since", "sleep 5", "engage: building api")]
    [InlineData("keys", "", "true", "engage: building api")]
    [InlineData("run", "built, ready", "true", "engage: building api")]
    public async Task It_speaks_of_building_where_that_is_waited_for(
        string command, string state, string building, string said)
    {
        var built = state.Length > 0;
        if (state.Contains("ready", StringComparison.Ordinal))
        {
            Write("artifacts/ready/Engagement.Api", Program);
            File.SetLastWriteTimeUtc(Path.Combine(_folder, "artifacts/ready/Engagement.Api"), s_before);
        }

        if (state.Contains("built", StringComparison.Ordinal))
        {
            Write("artifacts/bin/Engagement.Api/release/Engagement.Api", Program);
        }

        if (state.Contains("changed", StringComparison.Ordinal))
        {
            Write("api/Changed.cs", "");
        }

        var (output, errors) = await Run(command, building);

        Assert.Equal(said, errors[0]);
        Assert.Equal(built, output.StartsWith("the program:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_code_can_be_made_ahead_the_plain_build_is_started_and_that_is_said()
    {
        Write("artifacts/bin/Engagement.Api/release/Engagement.Api", Program);

        var (output, errors) = await Run("run", "[ \"$1\" != publish ]");

        Assert.StartsWith("the program:", output, StringComparison.Ordinal);
        Assert.Contains(errors, line => line.Contains("the plain build is started", StringComparison.Ordinal));
    }

    /// <summary>A first build takes minutes, and somebody waits for it.</summary>
    [Theory]
    [InlineData("run", "fetching packages and compiling the first project", "Engagement.Core is compiled")]
    [InlineData("cluster", "fetching packages and compiling the first project", "Engagement.Core is compiled")]
    [InlineData("bench", "fetching packages and compiling the first project", "Engagement.Core is compiled")]
    [InlineData("replay x", "fetching packages and compiling the first project", "Engagement.Core is compiled")]
    public async Task A_long_build_says_now_and_then_how_far_it_is(string command, params string[] steps)
    {
        foreach (var program in (string[])["Api", "Bench", "Replay"])
        {
            Write($"artifacts/bin/Engagement.{program}/release/Engagement.{program}", Program);
        }

        Write("artifacts/ready/Engagement.Api", Program);
        // Each part of the build lasts until the script has said where it is, or half a minute.
        var building = string.Join('\n', steps.Select((step, i) =>
            $"for n in $(seq 600); do grep -qs 'still building, [0-9]* s: {step}' errors && break; sleep 0.05; done"
            + $"\necho '  Engagement.{(i == 0 ? "Core" : "Silo")} -> somewhere'"));

        var (output, errors) = await Run($"{command} 2>errors; cat errors >&2", building);

        Assert.StartsWith("the program:", output, StringComparison.Ordinal);
        Assert.StartsWith("engage: building ", errors[0], StringComparison.Ordinal);
        Assert.All(steps, step => Assert.Contains(errors, line => line.Contains(step, StringComparison.Ordinal)));
    }

    async Task<(string Output, string[] Errors)> Run(string command, string building)
    {
        ShellPrograms.Needed();
        File.Copy(Repository.At("engage"), Path.Combine(_folder, "engage"));
        Write("bin/dotnet", $"#!/usr/bin/env bash\n{building}\n");
        var start = new ProcessStartInfo("bash", ["-c", $"chmod -R u+x . && ./engage {command}"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ENGAGE_TELL_EVERY"] = "0.1";
        start.Environment["PATH"] = $"{_folder}/bin:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = (await process.StandardError.ReadToEndAsync()).Split('\n');
        return (await output, errors);
    }

    void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_folder, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }
}
