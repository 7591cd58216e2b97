using System.Text;
using Engagement.Replay;

namespace Engagement.Tests.Replay;

/// <summary>Files of events, and finding out what they are.</summary>
public sealed class RecordingTests : IDisposable
{
    const string Native =
        """{"id":"e1","type":"order.paid","occurredAt":"2026-03-02T09:30:00+01:00","customer":"a","data":{}}""";

    const string Foreign = """{"time":"2016-10-04 10:18:57","type":"order.approved","order_id":"o1","customer":"c1"}""";

    readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Our_own_events_are_sent_as_they_are()
    {
        var (recording, lines) = await Read($"\n{Native}\n");

        Assert.Null(recording.Mapping);
        var e = Assert.IsType<RecordedEvent>(Assert.Single(lines).Event);
        Assert.Equal((2, "e1", new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.Zero)), (e.Line, e.Id, e.At));
        Assert.Equal(Native, Encoding.UTF8.GetString(e.Json));
    }

    [Fact]
    public async Task Foreign_records_are_known_by_their_members() =>
        Assert.Equal("olist", (await Read(Foreign)).Recording.Mapping?.Name);

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("time,type", "The file's first line is not JSON.")]
    [InlineData("{\"a\":1}", "The file's records are not events")]
    public async Task A_file_that_nobody_knows_is_told_so(string content, string why) => Assert.StartsWith(
        why,
        (await Assert.ThrowsAsync<MappingException>(async () => await Read(content))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_bad_line_does_not_stop_the_good_ones()
    {
        var (_, lines) = await Read($"{Native}\n{{\n[]\n{Native}");

        Assert.Equal([true, false, false, true], lines.Select(line => line.Event is not null));
        Assert.Equal("The line is not JSON.", lines[1].Flaw);
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"id":"\ud800","type":"a","occurredAt":"2026-03-02T09:30:00Z","customer":"a","data":{}}""")]
    [InlineData("""{"id":"e","type":"a","occurredAt":"\ud800","customer":"a","data":{}}""")]
    public async Task Half_of_a_character_spoils_its_own_line_alone(string broken)
    {
        var (_, lines) = await Read($"{Native}\n{broken}\n{Native}");
        Assert.Equal([true, false, true], lines.Select(line => line.Event is not null));

        var foreign = broken.Replace("\"id\"", "\"order_id\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_path, $"{Foreign}\n{foreign}");
        var mapped = await Recording.Open(_path, null, Mappings.Known());
        Assert.Equal(2, await mapped.Lines(0, default).CountAsync());
    }

    [Fact]
    public async Task Half_of_a_character_in_the_first_line_is_told() => Assert.StartsWith(
        "The file's first line cannot be read.",
        (await Assert.ThrowsAsync<MappingException>(async () => await Read("""{"\ud800":1}"""))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task It_can_be_read_on_behind_a_line()
    {
        await File.WriteAllTextAsync(_path, $"{Native}\n{Native}\n{Native}\n");
        var recording = await Recording.Open(_path, null, []);

        Assert.Equal([3L], await recording.Lines(2, default).Select(line => line.Number).ToListAsync());
    }

    async Task<(Recording Recording, List<RecordedLine> Lines)> Read(string content)
    {
        await File.WriteAllTextAsync(_path, content);
        var recording = await Recording.Open(_path, null, Mappings.Known());
        return (recording, await recording.Lines(0, default).ToListAsync());
    }
}
