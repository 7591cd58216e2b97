using Engagement.Events;
using Engagement.Replay;
using Engagement.Tests.Support;

namespace Engagement.Tests.Replay;

/// <summary>The whole file of real orders, where it is there.</summary>
public sealed class OlistFileTests
{
    [Fact]
    public async Task Every_record_becomes_an_event_of_its_own_that_the_intake_takes()
    {
        var path = Repository.Data("olist", "events.ndjson");
        var recording = await Recording.Open(path, null, Mappings.Known());
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var reader = new EventReader(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var previous = DateTimeOffset.MinValue;
        await foreach (var line in recording.Lines(0, default))
        {
            var e = Assert.IsType<RecordedEvent>(line.Event);
            var taken = reader.Read(e.Json, out _);
            Assert.True(taken, $"Line {line.Number}: {string.Join(", ", reader.Errors.Told)}");
            Assert.True(ids.Add(e.Id), $"Line {line.Number}: {e.Id} is there twice.");
            Assert.True(e.At >= previous, $"Line {line.Number} goes back in time.");
            previous = e.At;
        }

        Assert.Equal("olist", recording.Mapping?.Name);
        Assert.Equal(6_033, ids.Count);
    }
}
