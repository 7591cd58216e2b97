using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Engagement.Events;
using Engagement.Schema;
using Engagement.Tests.Support;

namespace Engagement.Tests.Intake;

/// <summary>The vocabulary, its schemas and its page say the same.</summary>
public sealed class EventTypesTests
{
    static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => [.. EventTypes.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_passes_its_own_check(string name)
    {
        var reader = new EventReader(s_now);
        var json = Encoding.UTF8.GetBytes(EventTypes.Find(name)!.ExampleEvent().ToJsonString().Replace(
            "custom.your-name", "custom.level-reached", StringComparison.Ordinal));

        Assert.True(reader.Read(json, out var envelope), string.Join('\n', reader.Errors.Told));

        var data = EventData.Read(envelope.Type, envelope.Data);
        Assert.Equal(EventTypes.Find(envelope.Type)!.Record, data.GetType());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_schema_names_the_members_that_the_serialiser_knows(string name)
    {
        var type = EventTypes.Find(name)!;
        if (type.IsCustom)
        {
            return;
        }

        var exported = EventJson.Default.GetTypeInfo(type.Record)!.GetJsonSchemaAsNode(
            new() { TreatNullObliviousAsNonNullable = true });
        var ours = type.Schema()["properties"]!["data"]!;

        Assert.Equal(Keys(exported["properties"]), Keys(ours["properties"]));
        Assert.Equal(Words(exported["required"]), Words(ours["required"]));
    }

    [Fact]
    public void Every_record_has_a_name_and_every_name_a_record()
    {
        var records = typeof(EventData).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(EventData)));

        Assert.Equal(
            records.Select(type => type.Name).Order(StringComparer.Ordinal),
            EventTypes.All.Select(type => type.Record.Name).Order(StringComparer.Ordinal));
        Assert.Equal(EventTypes.All.Length, EventTypes.All.Select(type => type.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("custom.level-reached", true)]
    [InlineData("custom.game.level-2", true)]
    [InlineData("custom.", false)]
    [InlineData("custom", false)]
    [InlineData("custom.Level", false)]
    [InlineData("custom.a\n", false)]
    [InlineData("custom.a--b", false)]
    [InlineData("order.exploded", false)]
    [InlineData("", false)]
    public void Custom_names_have_a_form(string name, bool known) =>
        Assert.Equal(known, EventTypes.Find(name) is not null);

    [Fact]
    public void Reading_data_of_a_type_that_does_not_exist_is_loud() =>
        Assert.Throws<JsonException>(() => EventData.Read("order.exploded", "{}"u8));

    [Fact]
    public void Patterns_are_ones_that_other_validators_understand()
    {
        // ECMA 262 and .NET agree on these; lazy quantifiers, look-behinds, \z and \A would not travel.
        var patterns = Enum.GetValues<TextForm>().Select(TextForms.Pattern).OfType<string>().ToList();

        Assert.All(patterns, pattern => Assert.DoesNotMatch(@"\\[zZA]|\(\?", pattern));
        Assert.All(patterns, pattern => Assert.NotNull(new Regex(pattern, RegexOptions.ECMAScript)));
    }

    [Fact]
    public void The_page_in_docs_is_what_the_records_say()
    {
        var path = Repository.At("docs", "event-types.md");
        var page = EventTypesPage.Write();
        if (Environment.GetEnvironmentVariable("ENGAGE_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, page);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == page,
            "docs/event-types.md is stale. Write it anew: ENGAGE_WRITE_DOCS=1 ./engage test EventTypes");
    }

    static IEnumerable<string> Keys(JsonNode? node) => node!.AsObject().Select(member => member.Key);

    static IEnumerable<string> Words(JsonNode? node) => node?.AsArray().Select(word => (string)word!) ?? [];
}
