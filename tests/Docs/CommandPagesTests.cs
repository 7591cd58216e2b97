using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Tests.Support;

namespace Engagement.Tests.Docs;

/// <summary>
/// Runs the commands that the pages tell a newcomer to type, in their order, against the running product.
/// </summary>
public sealed partial class CommandPagesTests
{
    /// <summary>
    /// Stands in for <c>./engage</c>: the same programs, which the tests have built already, without building them
    /// again.
    /// The product is running; what measures and tests everything is not run from inside a test.
    /// </summary>
    const string Engage = """
        #!/usr/bin/env bash
        command=$1; shift
        case "$command" in
          run | test | bench) : ;;
          replay) exec dotnet "$BUILT/Engagement.Replay.dll" "$@" ;;
          keys | workspace | doctor) exec dotnet "$BUILT/Engagement.Api.dll" "$command" "$@" ;;
          *) echo "no such command: $command" >&2; exit 2 ;;
        esac
        """;

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/first-ten-minutes.md")]
    [InlineData("docs/api.md")]
    public async Task Its_commands_run_in_their_order(string page)
    {
        ShellPrograms.Needed();
        await using var app = await TestApp.Start();
        var folder = Directory.CreateTempSubdirectory("engagement-docs-").FullName;
        var engage = Path.Combine(folder, "engage");
        await File.WriteAllTextAsync(engage, Engage);
        Directory.CreateSymbolicLink(Path.Combine(folder, "examples"), Repository.At("examples"));
        var script = string.Join('\n', Blocks(page)).Replace("http://localhost:8080",
            app.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);

        var (exit, output) = await Bash($"chmod +x ./engage\nset -euo pipefail\n{Strict(script)}", folder, app);

        Assert.True(exit == 0, $"{page} ended with {exit}:\n{output}");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_first_ten_minutes_say_what_the_product_then_says()
    {
        var page = string.Join('\n', Blocks("docs/first-ten-minutes.md"));

        Assert.Contains("./engage keys --print demo", page, StringComparison.Ordinal);
        Assert.Contains("/v1/workspace/clock", page, StringComparison.Ordinal);
        Assert.Contains("examples/first-week.ndjson", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_events_that_come_along_leave_a_newcomers_own_customers_alone_and_lie_where_the_page_says()
    {
        var page = File.ReadAllText(Repository.At("docs/first-ten-minutes.md"));
        var made = Customer().Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        var events = File.ReadLines(Repository.At("examples", "first-week.ndjson"))
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var days = events.Select(e => e.GetProperty("occurredAt").GetDateTimeOffset()).ToList();

        Assert.Contains("ada", made);
        Assert.Empty(made.Intersect(events.Select(e => e.GetProperty("customer").GetString()!)));
        Assert.Contains($"from {days.Min().Day} to {days.Max().Day} March 2026", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_link_only_to_what_is_there()
    {
        var broken = Repository.Files(".md")
            .SelectMany(page => Link().Matches(File.ReadAllText(Repository.At(page)))
                .Select(match => match.Groups[1].Value)
                .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
                .Select(target => (page, target, file: Path.Combine(Path.GetDirectoryName(page)!,
                    target.Split('#')[0]))))
            .Where(link => !File.Exists(Repository.At(link.file)) && !Directory.Exists(Repository.At(link.file)))
            .Select(link => $"{link.page} links to {link.target}, which is not there.")
            .ToList();

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    static IEnumerable<string> Blocks(string page) =>
        Block().Matches(File.ReadAllText(Repository.At(page))).Select(match => match.Groups[1].Value);

    // A page shows curl as a person types it; here an answer of 400 and above must fail.
    static string Strict(string script) =>
        script.Replace("curl -s ", "curl -sS --fail-with-body ", StringComparison.Ordinal);

    static async Task<(int Exit, string Output)> Bash(string script, string folder, TestApp app)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BUILT"] = AppContext.BaseDirectory;
        start.Environment["ENGAGE_URL"] = app.Address.ToString().TrimEnd('/');
        start.Environment["ENGAGE_DATA"] = app.Folder;
        start.Environment["ENGAGE_DATABASE"] = "";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("\"customer\": \"([^\"]+)\"")]
    private static partial Regex Customer();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
