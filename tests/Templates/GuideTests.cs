using Engagement.Messages;
using Engagement.Templates;

namespace Engagement.Tests.Templates;

/// <summary>What docs/templates.md shows is what happens.</summary>
public sealed class GuideTests
{
    public static TheoryData<string, string, string> Examples { get; } = Data(TemplateGuide.Examples);

    public static TheoryData<string, string, string> Rows { get; } = Data(TemplateGuide.Rows);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_guide_gives_what_the_guide_says(string kind, string template, string result)
    {
        if (kind == "template broken")
        {
            var problem = TemplateCheck.Problems(
                Fill.Template(new TemplateParts(null, null, template)), null).First();
            Assert.Equal(result, $"{problem.Path}, line {problem.Line}, column {problem.Column}");
        }
        else
        {
            Assert.Empty(TemplateCheck.Problems(Fill.Template(new TemplateParts(null, template, null)), null));
            Assert.Equal(result, kind == "template html" ? Fill.Html(template) : Fill.Text(template));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_function_of_the_guide_gives_what_its_row_says(string function, string template, string result)
    {
        Assert.Contains(function, template, StringComparison.Ordinal);
        Assert.Empty(TemplateCheck.Problems(Fill.Template(new TemplateParts(null, template, null)), null));
        // Markup is not escaped twice, so what html functions give is the same in both.
        Assert.Equal(Blank(result), Blank(Fill.Text(template)));
    }

    [Fact]
    public void The_guide_shows_every_function_there_is_and_no_other()
    {
        var offered = TemplateFunctions.Groups
            .SelectMany(group => group.Value, (group, name) => $"{group.Key}.{name}")
            .Order(StringComparer.Ordinal);
        var shown = TemplateGuide.Rows.Select(row => row.Function).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(offered, shown);
    }

    [Fact]
    public void The_guide_names_the_limits_that_hold()
    {
        int[] limits =
        [
            TemplateLimits.SourceMax, TemplateLimits.OutputMax, TemplateLimits.StepsMax, TemplateLimits.WorkMax,
            TemplateLimits.NestingMax, TemplateLimits.ValueDepthMax, TemplateLimits.EffortMax,
            TemplateLimits.TreeDepthMax, TemplateLimits.HeldDepthMax, TemplateLimits.HeldMax,
            TemplateLimits.MarkupDepthMax, TemplateLimits.TagsMax, (int)TemplateLimits.TimeMax.TotalSeconds,
        ];
        Assert.All(limits, limit => Assert.True(TemplateGuide.Names(limit), $"The guide does not say {limit:N0}."));
    }

    /// <summary>Spaces that do not break, which some languages write before a sign, look like others there.</summary>
    static string Blank(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');

    static TheoryData<string, string, string> Data(IEnumerable<(string, string, string)> examples)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (first, second, third) in examples)
        {
            data.Add(first, second, third);
        }

        return data;
    }
}
