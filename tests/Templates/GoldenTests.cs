using System.Globalization;
using System.Text.Json;
using Engagement.Templates;
using Engagement.Tests.Support;

namespace Engagement.Tests.Templates;

/// <summary>
/// What Scriban made of many small templates. Published templates are kept for good, so a newer engine must give the
/// same.
/// </summary>
public sealed class GoldenTests
{
    static readonly string[] Lines =
        File.ReadAllLines(Repository.At("tests", "Templates", "golden", "scriban.ndjson"));

    static readonly JsonElement Model =
        JsonElement.Parse(File.ReadAllText(Repository.At("tests", "Templates", "golden", "model.json")));

    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(1, Lines.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_template_gives_what_the_engine_gave(int line)
    {
        var golden = JsonElement.Parse(Lines[line - 1]);
        Assert.Equal(golden.GetProperty("result").GetString(), Outcome(golden.GetProperty("template").GetString()!));
    }

    /// <summary>The text, or the place of the failure; its wording is each engine's own.</summary>
    internal static string Outcome(string template)
    {
        try
        {
            return "= " + Fill.Text(template, "de-DE", Model);
        }
        catch (TemplateException error)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"! {error.Problem.Line},{error.Problem.Column}");
        }
    }
}
