using System.Reflection;
using System.Text.RegularExpressions;

namespace Engagement.Tests.Tidy;

/// <summary>
/// Texts of strangers go through our patterns, and some patterns take a time that grows with the square of a text, or
/// worse. Ours never go back: each takes one step for a letter.
/// </summary>
public sealed class RegexTests
{
    const int LettersMax = 200_000;

    /// <summary>A step for each letter takes milliseconds; a step for each pair of them, minutes.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    static readonly string[] s_pieces =
    [
        "a", "A", "1", "a-", "a_", "a.a", "a/", "a@", "-", "@", "/", "P1D", "#a", "{a", "https://a", " ",
    ];

    static readonly string[] s_starts = ["", "a", "https://", "--A:", "custom.", "P", "#", "{", "a@"];

    public static TheoryData<string> Patterns { get; } = [.. typeof(RegexTests).Assembly.GetReferencedAssemblies()
        .Where(name => name.Name!.StartsWith("Engagement.", StringComparison.Ordinal))
        .SelectMany(name => Assembly.Load(name).GetReferencedAssemblies().Append(name))
        .Where(name => name.Name!.StartsWith("Engagement.", StringComparison.Ordinal))
        .Select(name => name.Name!)
        .Distinct()
        .Select(Assembly.Load)
        .SelectMany(assembly => assembly.GetTypes())
        .SelectMany(type => type.GetMembers(
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(member => member.GetCustomAttribute<GeneratedRegexAttribute>()?.Pattern)
        .OfType<string>()
        .Distinct()
        .Order(StringComparer.Ordinal)];

    [Fact]
    public void Patterns_are_found() => Assert.InRange(Patterns.Count, 12, 100);

    [Theory]
    [MemberData(nameof(Patterns))]
    public void No_pattern_goes_back_over_a_text(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, s_patience);
        foreach (var piece in s_pieces)
        {
            foreach (var start in s_starts)
            {
                var text = start + string.Concat(Enumerable.Repeat(piece, LettersMax / piece.Length));
                regex.IsMatch(text + "\n!");
                regex.IsMatch(text + "\u0001");
            }
        }
    }
}
