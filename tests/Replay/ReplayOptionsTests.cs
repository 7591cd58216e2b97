using Engagement.Replay;

namespace Engagement.Tests.Replay;

/// <summary>The command line.</summary>
public sealed class ReplayOptionsTests
{
    [Fact]
    public void What_is_not_said_is_taken_from_the_environment()
    {
        var options = ReplayOptions.Parse(
            ["f.ndjson"], name => name == "ENGAGE_URL" ? "http://there.example:81" : null);

        Assert.Equal(("f.ndjson", "http://there.example:81/"), (options.File, options.Url.ToString()));
        Assert.Equal((null, 200, "demo", false), (options.Speed, options.Batch, options.Workspace, options.Resume));
    }

    [Theory]
    [InlineData("http://*:9090", "http://localhost:9090/")]
    [InlineData("http://127.0.0.1:9090;http://10.0.0.5:9090", "http://127.0.0.1:9090/")]
    public void An_address_that_is_listened_on_is_asked_where_this_machine_reaches_it(string listens, string asked) =>
        Assert.Equal(asked, ReplayOptions.Parse(["f"], name => name == "ENGAGE_URL" ? listens : null).Url.ToString());

    [Fact]
    public void What_the_environment_does_not_say_the_configuration_file_does()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """
            { /* ours */ "ENGAGE_URL": "http://filed.example", "ENGAGE_DATA": "kept", "Email": { "Port": 25 } }
            """);
        var environment = new Dictionary<string, string>
        {
            ["ENGAGE_CONFIG"] = file, ["ENGAGE_FOLDER"] = "/installed", ["ENGAGE_URL"] = "",
        };

        var options = ReplayOptions.Parse(["f"], InstalledSettings.Of(environment.GetValueOrDefault));
        environment["ENGAGE_DATA"] = "/elsewhere";
        var overruled = ReplayOptions.Parse(["f"], InstalledSettings.Of(environment.GetValueOrDefault));

        Assert.Equal(("http://filed.example/", "/installed/kept"), (options.Url.ToString(), options.DataFolder));
        Assert.Equal("/elsewhere", overruled.DataFolder);
        File.Delete(file);
    }

    [Theory]
    [InlineData("{ \"ENGAGE_URL\": ", "The configuration file 'FILE' cannot be read: line 1, column 17: ")]
    [InlineData("[]", "The configuration file 'FILE' cannot be read: Top-level JSON element must be an object.")]
    [InlineData("{ \"a\": 1, \"A\": 2 }",
        "The configuration file 'FILE' cannot be read: A duplicate key 'A' was found.")]
    [InlineData("{ \"ENGAGE_DATTA\": \"x\" }", "'ENGAGE_DATTA' in FILE is no setting; docs/configuration.md has")]
    [InlineData("{ \"Email\": { \"Hots\": \"x\" } }", "'Email:Hots' in FILE is no setting; docs/configuration.md has")]
    [InlineData(null, "The configuration file 'FILE' is not there.")]
    public void A_configuration_file_that_cannot_be_used_is_named_as_the_product_does(string? text, string reason)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        if (text is null)
        {
            File.Delete(file);
        }

        var error = Assert.Throws<UsageException>(() => InstalledSettings.Of(
            name => name == "ENGAGE_CONFIG" ? file : null));

        Assert.StartsWith(
            reason.Replace("FILE", file, StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void A_configuration_file_that_is_a_folder_and_a_workspace_without_a_key_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("engagement-replay-").FullName;
        File.WriteAllText(Path.Combine(folder, "keys.json"), """{ "operator": "o", "workspaces": {} }""");

        Assert.Equal(
            $"The configuration file '{folder}' is a folder.",
            Assert.Throws<UsageException>(
                () => InstalledSettings.Of(name => name == "ENGAGE_CONFIG" ? folder : null)).Message);
        Assert.StartsWith(
            $"{folder}/keys.json has no workspace 'nope'.",
            Assert.Throws<UsageException>(() => new DataFolder(
                new("f", new("http://x.example/"), folder) { Workspace = "nope" }).Key()).Message,
            StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var options = ReplayOptions.Parse(
            [
                "--speed", "60", "--mapping", "olist", "--url", "https://x.example", "f", "--key", "k",
                "--workspace", "w", "--batch", "7", "--until", "2026-03-09T12:00:00+01:00", "--resume",
                "--report", "r.json",
            ],
            _ => null);

        Assert.Equal(
            new ReplayOptions("f", new("https://x.example/"), Path.GetFullPath("./data"))
            {
                Speed = 60,
                Mapping = "olist",
                Key = "k",
                Workspace = "w",
                Batch = 7,
                Until = new(2026, 3, 9, 11, 0, 0, TimeSpan.Zero),
                Resume = true,
                Report = "r.json",
            },
            options);
    }

    [Theory]
    [InlineData("Which file?")]
    [InlineData("one too many", "a", "b")]
    [InlineData("no option '--fast'", "a", "--fast")]
    [InlineData("'--key' needs a value", "a", "--key")]
    [InlineData("'--speed -1'", "a", "--speed", "-1")]
    [InlineData("'--speed fast'", "a", "--speed", "fast")]
    [InlineData("'--batch 0'", "a", "--batch", "0")]
    [InlineData("'--until later'", "a", "--until", "later")]
    [InlineData("'there' is not an address", "a", "--url", "there")]
    public void What_cannot_be_understood_is_said(string why, params string[] args)
    {
        var error = Assert.Throws<UsageException>(() => ReplayOptions.Parse(args, _ => null));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
