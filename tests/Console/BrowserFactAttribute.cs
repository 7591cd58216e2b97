using System.Runtime.CompilerServices;
using Engagement.Tests.Support;

namespace Engagement.Tests.Agents;

/// <summary>A test that looks at the console with a real browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = Browser.WhyNot;
}

/// <summary>A test that looks at the console with a real browser, in several ways.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = Browser.WhyNot;
}

/// <summary>The browser of this machine.</summary>
static class Browser
{
    static readonly string[] s_usual =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    public static string? Path { get; } =
        new[] { Environment.GetEnvironmentVariable("CHROMIUM") }.Concat(s_usual).FirstOrDefault(File.Exists);

    /// <summary>Null when there is all that it takes; else what is missing.</summary>
    public static string? WhyNot { get; } =
        Path is null ? "Chromium is not installed: install it, or name it in CHROMIUM, to run this."
        : Node.WhyNot ?? (Built ? null : "The console was not built: build the api with Node.js on the PATH.");

    // A sandbox of the browser's own needs rights that root in a container has not.
    public static string[] Arguments { get; } =
    [
        "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-sandbox",
    ];

    static bool Built => File.Exists(System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html"));
}
