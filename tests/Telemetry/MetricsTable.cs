using System.Text.RegularExpressions;
using Engagement.Tests.Support;

namespace Engagement.Tests.Telemetry;

/// <summary>The tables of metrics in docs/operations.md, and what a scrape has.</summary>
static partial class MetricsTable
{
    /// <summary>The documented metrics of one table, by the heading that it stands under.</summary>
    public static IReadOnlyDictionary<string, string> Under(string heading)
    {
        var page = File.ReadAllText(Repository.At("docs", "operations.md"));
        var start = page.IndexOf($"\n### {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/operations.md has no heading '{heading}'.");
        var end = page.IndexOf("\n#", start + 1, StringComparison.Ordinal);
        var rows = Row().Matches(page[start..(end < 0 ? page.Length : end)]);
        Assert.True(rows.Count > 0, $"There is no metric under '{heading}'.");
        return rows.ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);
    }

    /// <summary>Name and kind of every metric of a scrape.</summary>
    public static IReadOnlyDictionary<string, string> In(string scrape) =>
        Kind().Matches(scrape).ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);

    /// <summary>What the page promises and the scrape has not, or has as another kind.</summary>
    public static IEnumerable<string> Missing(string heading, string scrape)
    {
        var found = In(scrape);
        return Under(heading)
            .Where(row => found.GetValueOrDefault(row.Key) != row.Value)
            .Select(row => $"{row.Key} ({row.Value}): {found.GetValueOrDefault(row.Key) ?? "not there"}");
    }

    [GeneratedRegex(@"^\| `([a-zA-Z0-9_]+)` \| (counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();
}
