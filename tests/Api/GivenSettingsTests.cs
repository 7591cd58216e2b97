namespace Engagement.Tests.Api;

/// <summary>What may be given on the command line, and what is refused before anything starts.</summary>
public sealed class GivenSettingsTests
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
    public void Anything_else_is_refused(string reason, params string[] args) =>
        Assert.Contains(reason, GivenSettings.Flaw(args), StringComparison.Ordinal);
}
