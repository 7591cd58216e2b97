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
            new ReplayOptions("f", new("https://x.example/"), "./data")
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
