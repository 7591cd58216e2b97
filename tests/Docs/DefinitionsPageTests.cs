using System.Text.RegularExpressions;
using Engagement.Definitions;
using Engagement.Definitions.Reading;
using Engagement.Tests.Definitions;
using Engagement.Tests.Support;

namespace Engagement.Tests.Docs;

/// <summary>What docs/definitions.md says is so.</summary>
public sealed partial class DefinitionsPageTests
{
    const string Journey =
        """
        kind: journey
        id: example
        name: Example
        trigger: review.submitted
        entry: { oncePer: review }

        """;

    static readonly string _page = File.ReadAllText(Repository.At("docs/definitions.md"));

    [Fact]
    public void Every_whole_document_can_be_published() => AllFine("yaml", 4, text => text);

    [Fact]
    public void Every_step_can_be_part_of_a_journey() => AllFine("yaml step", 9, text =>
        $"{Journey}steps:\n{text.ReplaceLineEndings("\n")}");

    [Fact]
    public void Every_condition_can_be_read() => AllFine("yaml condition", 1, text =>
        $"{Journey}when:\n  {text.Trim().ReplaceLineEndings("\n  ")}\nsteps: [{{ id: last, end: true }}]");

    [Fact]
    public void Every_wrong_document_has_the_problems_that_stand_below_it()
    {
        var blocks = Blocks().ToArray();
        var wrong = blocks.Where(block => block.Kind == "yaml wrong").ToArray();
        Assert.Equal(2, wrong.Length);
        foreach (var block in wrong)
        {
            var found = DefinitionText.Check(block.Text, Starter.Catalogue).Problems
                .Select(problem => $"line {problem.Line}, {problem.Path}: {problem.Message}")
                .ToArray();
            var expected = blocks[Array.IndexOf(blocks, block) + 1].Text.Trim().Split('\n');
            Assert.True(expected.Length == found.Length, string.Join("\n", found));
            Assert.All(expected.Zip(found), pair =>
                Assert.StartsWith(pair.First.Trim(), pair.Second, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_field_is_listed() =>
        Assert.All(
            Engagement.Customers.SliceTable.Fields.Paths,
            path => Assert.Contains($"`{path}`", _page, StringComparison.Ordinal));

    [Fact]
    public void The_limits_are_the_real_ones()
    {
        Assert.Contains($"at most {Limits.StepsMax}, each", _page, StringComparison.Ordinal);
        Assert.Contains($"at most {Limits.IdMax})", _page, StringComparison.Ordinal);
        Assert.Contains($"nested {Limits.ConditionDepthMax} deep", _page, StringComparison.Ordinal);
        Assert.Contains($"with {Limits.ConditionPartsMax} parts", _page, StringComparison.Ordinal);
        Assert.Contains($"at most {DefinitionText.SizeMax / 1024} KB", _page, StringComparison.Ordinal);
    }

    static void AllFine(string kind, int count, Func<string, string> whole)
    {
        var blocks = Blocks().Where(block => block.Kind == kind).ToArray();
        Assert.Equal(count, blocks.Length);
        Assert.All(blocks, block => Assert.Empty(DefinitionText.Check(whole(block.Text), Starter.Catalogue).Problems));
    }

    static IEnumerable<(string Kind, string Text)> Blocks() =>
        Block().Matches(_page).Select(match => (match.Groups[1].Value.Trim(), match.Groups[2].Value));

    [GeneratedRegex("^```([a-z ]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
