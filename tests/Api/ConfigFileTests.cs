using Engagement.Email;
using Engagement.Hosting;
using Engagement.Outbox;
using Engagement.Tests.Cluster;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Api;

/// <summary>Settings from a file: what it says holds, and what it cannot say is told.</summary>
public sealed class ConfigFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("engagement-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_the_file_says_holds_and_the_command_line_wins_over_it()
    {
        var file = Write("""
            // A comment.
            { "Email": { "From": "shop@shop.example", "PerSecond": 7 }, "Outbox": { "Keep": "2.00:00:00" } }
            """);

        await using var app = await TestApp.Start(settings: [$"--config={file}", "--Email:PerSecond=9"]);

        Assert.Equal("shop@shop.example", app.Services.GetRequiredService<EmailOptions>().From);
        Assert.Equal(9, app.Services.GetRequiredService<EmailOptions>().PerSecond);
        Assert.Equal(TimeSpan.FromDays(2), app.Services.GetRequiredService<OutboxOptions>().Keep);
    }

    [Theory]
    [InlineData("""{ "Emial": { "Host": "x" } }""", "'Emial:Host' in FILE is no setting; docs/configuration.md has")]
    [InlineData("""{ "Email": { "Hots": "x" } }""", "'Email:Hots' in FILE is no setting; docs/configuration.md has")]
    [InlineData("""{ "ENGAGE_DATABSE": "x" }""", "'ENGAGE_DATABSE' in FILE is no setting; docs/configuration.md has")]
    [InlineData("""{ "Email": { "Port": "many" } }""", "Email:Port cannot be read: it takes a whole number.")]
    [InlineData("{ \"Email\": ", "The configuration file 'FILE' cannot be read: line 1, column 12: ")]
    [InlineData("{\n  \"ENGAGE_DATA\": \"größer\" 1\n}",
        "The configuration file 'FILE' cannot be read: line 2, column 27: '1' is invalid after a value.")]
    [InlineData(null, "The configuration file 'FILE' is not there.")]
    public async Task What_a_file_cannot_say_is_one_clear_line(string? text, string line)
    {
        var file = text is null ? Path.Combine(_folder, "none.json") : Write(text);

        var said = await Member.Refusal(
            "Engagement.Api", _folder,
            ("ENGAGE_CONFIG", file), ("ENGAGE_URL", "http://127.0.0.1:0"), ("ENGAGE_DATA", _folder),
            ("ENGAGE_DATABASE", ""), ("ENGAGE_CLUSTER", ""));

        Assert.StartsWith(
            $"engage: {line.Replace("FILE", file, StringComparison.Ordinal)}", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_folder_in_its_place_is_told_as_one() => Assert.Equal(
        $"The configuration file '{_folder}' is a folder.",
        Assert.Throws<UnfitSettingException>(() => ConfigFile.Read(_folder)).Message);

    [Theory]
    [InlineData("Engagement.Api", "appsettings.json")]
    [InlineData("Engagement.Api", "appsettings.Development.json", "--environment", "Development")]
    [InlineData("Engagement.Silo", "appsettings.json")]
    public async Task What_lies_in_the_content_root_and_cannot_be_read_is_named(
        string program, string name, params string[] more)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, "{\n  x");

        var (exit, _, errors) = await RunProgram.ToItsEnd(
            program, [$"--contentRoot={_folder}", .. more], ("ENGAGE_DATA", _folder), ("ENGAGE_DATABASE", ""));

        Assert.Equal(1, exit);
        Assert.StartsWith($"engage: {file} cannot be read: line 2, column 3: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--Email:Hots=relay.example")]
    [InlineData("--Emial:Host=relay.example")]
    public void A_misspelt_option_on_the_command_line_is_refused(string arg) => Assert.Equal(
        $"engage: there is no option '{arg}'. A setting is given as --ENGAGE_URL=VALUE or --Section:Name=VALUE; "
        + "docs/configuration.md has them.",
        GivenSettings.Flaw([arg]));

    [Fact]
    public void A_configuration_file_may_be_named_on_the_command_line() =>
        Assert.Null(GivenSettings.Flaw(["--config", "x.json"]));

    string Write(string text)
    {
        var file = Path.Combine(_folder, "engagement.json");
        File.WriteAllText(file, text);
        return file;
    }
}
