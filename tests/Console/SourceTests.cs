using System.Text.Json;
using Engagement.Tests.Support;

namespace Engagement.Tests.Agents;

/// <summary>The tests beside the console's sources: their own runner runs them, and they are told by file.</summary>
public sealed class SourceTests(SourceRun run) : IClassFixture<SourceRun>
{
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(SourceRun.Sources, "*.test.ts", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(SourceRun.Sources, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_consoles_own_tests_pass(string file)
    {
        if (SourceRun.WhyNot is { } reason)
        {
            Assert.Skip(reason);
        }

        var tests = run.Of(file);

        Assert.NotEmpty(tests);
        Assert.Empty(tests.Where(test => test.Status != "passed").Select(test => $"{test.Name}: {test.Said}"));
    }
}

/// <summary>One run of all of them.</summary>
public sealed class SourceRun : IAsyncLifetime
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    static readonly string s_runner = Repository.At("console", "node_modules", "vitest", "vitest.mjs");

    ILookup<string, Test> _tests = Array.Empty<Test>().ToLookup(_ => "");

    internal static string Sources { get; } = Repository.At("console", "src");

    /// <summary>Null when there is Node and the console's packages; else what is missing.</summary>
    internal static string? WhyNot { get; } = Node.WhyNot ?? (File.Exists(s_runner)
        ? null
        : "The console's packages are not installed: build the api with Node.js on the PATH, or npm ci in console.");

    internal Test[] Of(string file) => [.. _tests[file]];

    public async ValueTask InitializeAsync()
    {
        if (WhyNot is not null)
        {
            return;
        }

        using var runner = Node.Run(Repository.At("console"), "node", s_runner, "run", "--reporter=json");
        runner.StandardInput.Close();
        var said = runner.StandardError.ReadToEndAsync();
        var report = await runner.StandardOutput.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(s_patience);
        await runner.WaitForExitAsync(timeout.Token);
        Assert.True(report.StartsWith('{'), $"The console's tests did not run: {report}{await said}");
        using var document = JsonDocument.Parse(report);
        _tests = document.RootElement.GetProperty("testResults").EnumerateArray()
            .SelectMany(Read)
            .ToLookup(test => test.File);
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>A file that did not even load is one test that failed.</summary>
    static IEnumerable<Test> Read(JsonElement file)
    {
        var name = Path.GetRelativePath(Sources, file.GetProperty("name").GetString()!).Replace('\\', '/');
        var tests = file.GetProperty("assertionResults").EnumerateArray().Select(test => new Test(
            name,
            test.GetProperty("fullName").GetString()!,
            test.GetProperty("status").GetString()!,
            string.Join('\n', test.GetProperty("failureMessages").EnumerateArray()))).ToArray();
        return tests.Length > 0 || file.GetProperty("status").GetString() == "passed"
            ? tests
            : [new(name, name, "failed", file.GetProperty("message").GetString()!)];
    }

    internal sealed record Test(string File, string Name, string Status, string Said);
}
