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
            Write("artifacts/ready/Engagement.Api", Program, s_before);
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

    [Theory]
    [InlineData("run", "cluster", "test", "mutate", "doctor", "workspace", "definition", "clock", "keys")]
    public async Task Every_command_says_what_it_takes_before_anything_is_built(params string[] commands)
    {
        foreach (var file in Directory.GetFiles(Repository.At("api", "Commands", "Help")))
        {
            Write($"api/Commands/Help/{Path.GetFileName(file)}", await File.ReadAllTextAsync(file));
        }

        var (output, errors) = await Run(
            $"run --help >/dev/null && {string.Join(" && ", commands.Select(one => $"./engage {one} --help"))}",
            "exit 1");

        Assert.Equal([""], errors);
        Assert.Equal(
            commands.Select(one => $"./engage {one}"),
            output.Split('\n').Where(line => line.StartsWith("./engage ", StringComparison.Ordinal))
                .Select(line => string.Join(' ', line.Split(' ')[..2])));
    }

    [Theory]
    [InlineData("run --confg x", "there is no option '--confg'.")]
    [InlineData("run --config x --Email:Prot=3", "there is no option '--Email:Prot=3'.")]
    [InlineData("run what", "there is no option 'what'.")]
    [InlineData("run --config", "--config is left open; give a value.")]
    [InlineData("run --config=", "--config is left open; give a value.")]
    [InlineData("run --config --Email:Port=25", "--config is left open; give a value.")]
    [InlineData("run --config /nowhere/none.json", "The configuration file '/nowhere/none.json' is not there.")]
    [InlineData("run --ENGAGE_CONFIG=/", "The configuration file '/' is a folder.")]
    [InlineData("cluster --nodes 3", "cluster knows no '--nodes'")]
    [InlineData("cluster --silos 0", "--silos is '0': give a number from 1 to 16.")]
    [InlineData("cluster --silos", "--silos is left open: give a number from 1 to 16.")]
    [InlineData("cluster --apis 2 --silos 99", "--silos is '99': give a number from 1 to 16.")]
    public async Task A_misspelt_option_is_refused_before_anything_is_built(string command, string reason)
    {
        Write("docs/configuration.md", await File.ReadAllTextAsync(Repository.At("docs", "configuration.md")));

        var (output, errors) = await Run(command, "echo built");

        Assert.Equal("", output);
        Assert.StartsWith($"engage: {reason}", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_setting_is_taken_and_handed_to_the_program_as_it_stands()
    {
        Write("docs/configuration.md", await File.ReadAllTextAsync(Repository.At("docs", "configuration.md")));
        Write("artifacts/ready/Engagement.Api", Program);
        string[] given =
        [
            .. KnownOptions.Names.Except(["ENGAGE_CONFIG"]).Select(name => $"--{name}=x"),
            .. KnownOptions.Sections.SelectMany(section =>
                KnownOptions.Properties(section.Options).Select(name => $"--{section.Section}:{name}")
                    .SelectMany(name => new[] { name, "x" })),
            "--environment", "Development", "--Logging:LogLevel:Default=Debug", "--email:host=x", "--OTEL_X=y",
            "--Webhooks:Endpoints:shop:crm:Url=https://crm.example",
        ];

        var (output, _) = await Run($"run {string.Join(' ', given)}", "true");

        Assert.Equal($"the program: {string.Join(' ', given)}\n", output);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "engage: building replay")]
    public async Task A_replay_is_built_again_only_where_a_source_has_changed(bool changed, string said)
    {
        Write("artifacts/bin/Engagement.Replay/release/Engagement.Replay", Program, s_before);
        if (changed)
        {
            Write("replay/Changed.cs", "");
        }

        var (output, errors) = await Run("replay x && ./engage replay x", "true");

        Assert.Equal("the program: x\nthe program: x\n", output);
        // How long a build takes is the machine's affair, and a slow one says that it goes on.
        var told = errors.Where(line => !line.StartsWith("engage: still building", StringComparison.Ordinal));
        Assert.Equal(said.Length > 0 ? [said, ""] : [""], told);
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
            Write($"artifacts/bin/Engagement.{program}/release/Engagement.{program}", Program, s_before);
        }

        Write("artifacts/ready/Engagement.Api", Program);
        Write("api/Changed.cs", "");
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

    void Write(string path, string text, DateTime? at = null)
    {
        var file = new FileInfo(Path.Combine(_folder, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
        if (at is { } time)
        {
            File.SetLastWriteTimeUtc(file.FullName, time);
        }
    }
}
