using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Engagement.Access;
using Engagement.Tests.Cluster;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>
/// Secrets are shown once, to somebody at a terminal: whoever can read a log later learns none of them.
/// </summary>
public sealed class FirstStartTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("engagement-secrets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_start_whose_output_goes_elsewhere_shows_no_secret_and_says_where_they_are()
    {
        var first = await Start();
        var second = await Start();

        Assert.Contains(first, line => line ==
            $"Workspace 'demo': its sign-in and its API key are in {_folder}/keys.json; ./engage keys shows them.");
        Assert.Contains(second, line => line.Contains("./engage keys", StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(
            first.Concat(second), line => line.Contains(secret, StringComparison.Ordinal)));
        Assert.StartsWith("{\"Timestamp\":", first[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_start_at_a_terminal_shows_the_password_and_the_key_once_and_begins_with_words()
    {
        var first = await AtTerminal();
        var second = await AtTerminal();

        Assert.StartsWith("Engagement listens on http://127.0.0.1:", first[0], StringComparison.Ordinal);
        Assert.All(Secrets[..2], secret =>
            Assert.Single(first, line => line.Contains(secret, StringComparison.Ordinal)));
        Assert.DoesNotContain(first, line => line.Contains(Secrets[2], StringComparison.Ordinal));
        Assert.All(Secrets, secret =>
            Assert.DoesNotContain(second, line => line.Contains(secret, StringComparison.Ordinal)));
        Assert.DoesNotContain(first.Concat(second), line => line.StartsWith('{'));
    }

    [Fact]
    public async Task An_empty_database_beside_the_keys_of_an_earlier_start_is_a_warning()
    {
        Assert.DoesNotContain(await Start(), IsWarning);
        foreach (var file in Directory.GetFiles(_folder, "engagement.db*"))
        {
            File.Delete(file);
        }

        var warning = Assert.Single(await Start(), IsWarning);

        Assert.Contains($"{_folder}/keys.json holds keys of an earlier start (workspaces: demo)", warning,
            StringComparison.Ordinal);

        static bool IsWarning(string line) => line.Contains("\"EventId\":121,", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_file_of_keys_is_made_again_with_a_new_operators_key_that_counts()
    {
        await Start();
        var before = Ring;
        List<string> operators = [before.Operator];
        foreach (var _ in Enumerable.Range(0, 2))
        {
            File.Delete(Path.Combine(_folder, "keys.json"));
            var warning = Assert.Single(
                await Start(), line => line.Contains("\"EventId\":122,", StringComparison.Ordinal));
            Assert.Contains($"{_folder}/keys.json was missing", warning, StringComparison.Ordinal);
            operators.Add(Ring.Operator);
            Assert.DoesNotContain(operators[^1], warning, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(
            Path.Combine(_folder, "keys.json"),
            JsonSerializer.Serialize(Ring with { Workspaces = before.Workspaces }, JsonSerializerOptions.Web));
        await using var app = await TestApp.Start(folder: _folder);

        Assert.Equal(operators[2], app.Keys.Operator);
        var answers = new List<HttpStatusCode>();
        foreach (var key in operators)
        {
            using var http = new HttpClient { BaseAddress = app.Address };
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            using var answer = await http.GetAsync(new Uri("/v1/workspaces", UriKind.Relative));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK], answers);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{ \"operator\": \"ek_")]
    public async Task A_damaged_file_of_keys_beside_an_empty_database_is_one_clear_line(string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys.json"), text);

        var (exit, output, errors) = await RunProgram.ToItsEnd("Engagement.Api", [], Settings);

        Assert.Equal(1, exit);
        Assert.StartsWith($"engage: {_folder}/keys.json is damaged.", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("Critical", output, StringComparison.Ordinal);
    }

    /// <summary>The password, the key and the operator's key.</summary>
    string[] Secrets
    {
        get
        {
            var demo = Ring.Workspaces[FirstStart.Demo];
            return [demo.Password, demo.Key, Ring.Operator];
        }
    }

    KeyRing Ring => JsonSerializer.Deserialize<KeyRing>(
        File.ReadAllText(Path.Combine(_folder, "keys.json")), JsonSerializerOptions.Web)!;

    (string Name, string Value)[] Settings =>
    [
        ("ENGAGE_URL", $"http://127.0.0.1:{Member.FreePort()}"), ("ENGAGE_DATA", _folder), ("ENGAGE_DATABASE", ""),
        ("ENGAGE_CLUSTER", ""),
    ];

    async Task<List<string>> Start()
    {
        await using var product = await Member.Start(
            "Engagement.Api", "Engagement listens on", [.. Settings, ("Logging__LogLevel__Default", "Debug")]);
        Assert.Equal(0, await product.Terminate(TimeSpan.FromSeconds(30)));
        return [.. product.Log, .. product.Errors];
    }

    // The program 'script' gives what it starts a terminal, and hands on what is written to it.
    async Task<List<string>> AtTerminal()
    {
        ShellPrograms.Needed("script");
        var program = Path.Combine(AppContext.BaseDirectory, "Engagement.Api.dll");
        var start = new ProcessStartInfo(
            "script", ["-qefc", $"echo $$; exec dotnet exec '{program}'", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var id = Clean(await process.StandardOutput.ReadLineAsync());
        var lines = new List<string>();
        var isUp = false;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(Clean(line));
            // The last line of either start.
            if (!isUp && lines[^1].Contains("./engage keys", StringComparison.Ordinal))
            {
                isUp = true;
                using var kill = Process.Start("kill", ["-TERM", id]);
                await kill.WaitForExitAsync();
            }
        }

        await Probe.Within(process.WaitForExitAsync(), "the end that was asked for");
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    // A terminal is told of its modes besides.
    static string Clean(string? line) => (line ?? "").Trim().Replace("\u001b[?1h\u001b=", "", StringComparison.Ordinal);
}
