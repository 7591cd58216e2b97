namespace Engagement.Tests.Support;

/// <summary>Where the sources are, whatever folder the tests were started from.</summary>
static class Repository
{
    static readonly string[] s_skipped = ["artifacts", "bin", "obj", "node_modules", "data", "dist", ".git"];

    public static string Root { get; } = Find();

    static readonly string? s_shared =
        new[] { Environment.GetEnvironmentVariable("ENGAGE_SHARED"), Path.Combine(Root, "..", "shared") }
            .FirstOrDefault(path => path is not null && Directory.Exists(Path.Combine(path, "data")));

    /// <summary>Real input that is not part of the product: the test is skipped where that is missing.</summary>
    public static string Data(params string[] path)
    {
        var file = s_shared is null ? null : Path.Combine([s_shared, "data", .. path]);
        Assert.SkipUnless(
            File.Exists(file),
            $"data/{string.Join('/', path)} is not there: set ENGAGE_SHARED to the folder that holds data.");
        return file!;
    }

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files of ours that end in one of the given ways, as paths from the root with slashes.</summary>
    public static IEnumerable<string> Files(params string[] endings) => Walk(Root)
        .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(child => !s_skipped.Contains(Path.GetFileName(child)))
            .SelectMany(Walk));

    // From where the tests run, not from where they were compiled: a deterministic build writes no real path into them.
    static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Engagement.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("Engagement.sln is in no folder above the tests.");
    }
}
