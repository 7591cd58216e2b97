namespace Engagement.Tests.Support;

/// <summary>What the pages of commands are run with.</summary>
static class ShellPrograms
{
    static readonly string[] s_needed = ["bash", "curl"];

    /// <summary>Skips the test where one of them is missing.</summary>
    public static void Needed() => Assert.SkipWhen(s_needed.Any(IsMissing), "bash or curl is not installed.");

    public static void Needed(string program) =>
        Assert.SkipWhen(IsMissing(program), $"{program} is not installed.");

    static bool IsMissing(string program) => !(Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
