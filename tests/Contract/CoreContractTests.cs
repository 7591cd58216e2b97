using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Tests.Support;

namespace Engagement.Tests.Contract;

/// <summary>
/// What is stored is read again for ever. Every line of <c>core.json-lines</c> is a record as some release wrote it: a
/// line may be added, none may change or go.
/// </summary>
public sealed class CoreContractTests
{
    const string Pinned = "tests/Contract/core.json-lines";

    [Fact]
    public void Every_stored_record_looks_as_it_was_pinned()
    {
        var pinned = File.ReadAllLines(Repository.At(Pinned));
        var written = CoreSamples.All.Select(sample => sample.Line).ToArray();

        var missing = written.Except(pinned).ToArray();

        Assert.True(missing.Length == 0, $"Not in {Pinned}; if they are new, add:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Every_pinned_record_can_still_be_read_and_is_written_as_it_was()
    {
        foreach (var line in File.ReadAllLines(Repository.At(Pinned)))
        {
            var (kind, json) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            var info = CoreSamples.Kinds[kind];
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, info), info));
        }
    }

    [Theory]
    [InlineData(typeof(Fact))]
    [InlineData(typeof(Effect))]
    [InlineData(typeof(FeedItem))]
    [InlineData(typeof(AgentAct))]
    public void Every_kind_of_record_is_pinned(Type family)
    {
        var kinds = family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family) && !type.IsAbstract);

        Assert.Empty(kinds.Except(CoreSamples.All.Select(sample => sample.Value.GetType())));
    }

    [Fact]
    public void An_unknown_fact_is_never_taken_for_another() => Assert.Throws<JsonException>(() =>
        JsonSerializer.Deserialize("""[{"fact":"order-sold","orderId":"o1"}]""", CoreJson.Facts));
}

sealed record CoreSample(string Kind, object Value, JsonTypeInfo Info)
{
    public string Line => $"{Kind} {JsonSerializer.Serialize(Value, Info)}";
}
