using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Messages;
using Engagement.Tests.Support;

namespace Engagement.Tests.Templates;

/// <summary>docs/templates.md, read as a list of examples.</summary>
static partial class TemplateGuide
{
    static readonly string Page = File.ReadAllText(Repository.At("docs", "templates.md")).ReplaceLineEndings("\n");

    static readonly List<(string Kind, string Text)> Fences =
        [.. Fence().Matches(Page).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    /// <summary>The customer and order that the page's examples see.</summary>
    public static JsonElement Model { get; } = JsonElement.Parse(Fences.Single(fence => fence.Kind == "model").Text);

    public static BrandKit Brand { get; } = BrandKit.Plain with
    {
        Name = "Lumen", PrimaryColor = "#0a7f5a", Footer = "Lumen Ltd, 1 Light Street",
    };

    /// <summary>Each template with the fence that follows it, both without their last line end.</summary>
    public static IEnumerable<(string Kind, string Template, string Result)> Examples => Fences
        .Zip(Fences.Skip(1))
        .Where(pair => pair.First.Kind.StartsWith("template", StringComparison.Ordinal))
        .Select(pair => (pair.First.Kind, pair.First.Text, pair.Second.Text));

    /// <summary>The rows of the tables of functions.</summary>
    public static IEnumerable<(string Function, string Template, string Result)> Rows => Row().Matches(Page)
        .Select(match => (match.Groups[1].Value, Cell(match.Groups[2].Value), Cell(match.Groups[3].Value)));

    /// <summary>All numbers that the page writes with thousands set apart.</summary>
    public static bool Names(int limit) => Page.Contains(
        limit.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    static string Cell(string text) => text
        .Replace("\\|", "|", StringComparison.Ordinal)
        .Replace("` and a line end, then `", "\n", StringComparison.Ordinal);

    [GeneratedRegex("^```([a-z ]+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| `([a-z]+\.[a-z_]+)` \| `(.*?)` \| `(.*)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
