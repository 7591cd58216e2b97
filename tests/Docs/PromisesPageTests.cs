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
        Assert.All(named, name => Assert.Contains(name, files));
    }

    [Fact]
    public void No_promise_is_left_out()
    {
        var page = File.ReadAllText(Repository.At("docs", "promises.md"));

        Assert.All(
            Enumerable.Range(1, 11), n => Assert.Contains($"| G{n} |", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex Named();
}
