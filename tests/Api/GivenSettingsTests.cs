using System.Text.RegularExpressions;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>What may be given on the command line, and what is refused before anything starts.</summary>
public sealed partial class GivenSettingsTests
{
    [Theory]
    [InlineData]
    [InlineData("--ENGAGE_URL=http://localhost:1")]
    [InlineData("--ENGAGE_DATA", "/tmp/x", "--Email:Host=relay.example")]
    [InlineData("--Logging:LogLevel:Default=Information")]
    [InlineData("--environment", "Development")]
    public void Settings_are_taken(params string[] args) => Assert.Null(GivenSettings.Flaw(args));

    [Theory]
    [InlineData("there is no option '--nosuch'", "--nosuch")]
    [InlineData("there is no option '-x'", "-x")]
    [InlineData("there is no option 'what'", "--ENGAGE_URL=http://localhost:1", "what")]
    [InlineData("--ENGAGE_DATA is left open", "--ENGAGE_DATA")]
    [InlineData("--ENGAGE_DATA is left open", "--ENGAGE_DATA", "--ENGAGE_URL=http://localhost:1")]
    [InlineData("there is no option '--ENGAGE_DATABSE=Host=db", "--ENGAGE_DATABSE=Host=db")]
    public void Anything_else_is_refused(string reason, params string[] args) =>
        Assert.Contains(reason, GivenSettings.Flaw(args), StringComparison.Ordinal);

    [Fact]
    public void Every_setting_of_the_page_is_one()
    {
        var names = Named.Matches(File.ReadAllText(Repository.At("docs", "operations.md")))
            .Select(match => match.Value).Distinct().ToList();

        Assert.True(names.Count > 10, string.Join(' ', names));
        Assert.All(names, name => Assert.Null(GivenSettings.Flaw([$"--{name}=x"])));
    }

    [GeneratedRegex("ENGAGE_[A-Z_]+")]
    static partial Regex Named { get; }
}
