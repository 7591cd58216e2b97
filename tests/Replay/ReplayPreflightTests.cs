using Engagement.Replay;

namespace Engagement.Tests.Replay;

/// <summary>What a replay says before it begins.</summary>
public sealed class ForewordTests : IDisposable
{
    static readonly DateTimeOffset s_begin = new(2017, 1, 5, 9, 30, 0, TimeSpan.Zero);

    readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_file_that_begins_before_the_clock_is_told_what_happens_and_the_way_round_it()
    {
        var said = await Of(s_begin.AddYears(9));

        Assert.StartsWith(
            "The file begins at 2017-01-05 09:30 UTC, before the workspace's clock, which stands at 2026-01-05 09:30 ",
            said, StringComparison.Ordinal);
        Assert.Contains("./engage workspace NAME", said, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_begins_where_the_clock_stands_or_later_needs_no_word()
    {
        Assert.Null(await Of(s_begin));
        Assert.Null(await Of(s_begin.AddDays(-1)));
        Assert.Null(await Of(null));
    }

    async Task<string?> Of(DateTimeOffset? clock)
    {
        await File.WriteAllLinesAsync(
            _path, [Event("2017-01-05T10:30:00+01:00"), "no event", Event("2016-01-01T00:00:00Z")]);
        return await ReplayPreflight.Of(await Recording.Open(_path, null, []), clock, default);
    }

    static string Event(string at) =>
        $$"""{"id":"e","type":"t","occurredAt":"{{at}}","customer":"c","data":{} }""";
}
