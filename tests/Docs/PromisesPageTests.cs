using System.Text.RegularExpressions;
using Engagement.Tests.Support;

namespace Engagement.Tests.Docs;

public sealed partial class PromisesPageTests
{
    [Fact]
    public void Every_test_that_proves_a_promise_exists()
    {
        var page = File.ReadAllText(Repository.At("docs", "promises.md"));
        var files = Repository.Files("Tests.cs").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var named = Named().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(named.Count > 10, "The page names hardly any test.");
        Assert.Empty(named.Where(name => !files.Contains(name)));
    }

    [Fact]
    public void No_promise_is_left_out()
    {
        var page = File.ReadAllText(Repository.At("docs", "promises.md"));

        Assert.Empty(Enumerable.Range(1, 11).Where(n => !page.Contains($"| G{n} |", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex Named();
}
