namespace Engagement.Tests.Support;

/// <summary>A theory that needs bash and curl, and is skipped where they are missing.</summary>
sealed class BashTheoryAttribute : TheoryAttribute
{
    static readonly string[] s_needed = ["bash", "curl"];

    public BashTheoryAttribute() => Skip = s_needed.Any(IsMissing) ? "bash or curl is not installed." : null;

    static bool IsMissing(string program) => !(Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
