using System.Text;
using System.Text.Json.Nodes;
using Engagement.Events;

namespace Engagement.Tests.Intake;

/// <summary>JSON's grammar lets escapes spell half of a surrogate pair, which no reader can keep.</summary>
public sealed class HalfCharacterTests
{
    const string Half = "\\ud800";
    const string Mark = "MARK";

    static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_refused_with_a_reason_as_any_text_and_any_name_of_any_event()
    {
        var tried = 0;
        foreach (var type in EventTypes.All)
        {
            var whole = type.ExampleEvent().ToJsonString();
            Assert.True(Reads(whole), whole);
            foreach (var broken in Texts(type).Concat(Names(type)))
            {
                tried++;
                Assert.False(Reads(broken.Replace(Mark, Half, StringComparison.Ordinal)), broken);
            }
        }

        Assert.True(tried > 300, $"{tried}");
    }

    static bool Reads(string json)
    {
        var reader = new EventReader(s_now);
        var read = reader.Read(Encoding.UTF8.GetBytes(json), out _);
        Assert.Equal(read, reader.Errors.Count == 0);
        return read;
    }

    static IEnumerable<string> Texts(EventType type)
    {
        for (var i = 0; ; i++)
        {
            var example = type.ExampleEvent();
            if (All(example).OfType<JsonValue>().Where(IsText).ElementAtOrDefault(i) is not { } text)
            {
                yield break;
            }

            text.ReplaceWith(Mark);
            yield return example.ToJsonString();
        }
    }

    /// <summary>One more member in each object, and each member under a broken name.</summary>
    static IEnumerable<string> Names(EventType type)
    {
        for (var i = 0; ; i++)
        {
            var example = type.ExampleEvent();
            if (All(example).OfType<JsonObject>().ElementAtOrDefault(i) is not { } holder)
            {
                yield break;
            }

            holder.Add(Mark, 1);
            yield return example.ToJsonString();
            foreach (var name in holder.Select(member => member.Key).Where(name => name != Mark).ToList())
            {
                yield return example.ToJsonString().Replace(
                    $"\"{name}\":", $"\"{name}{Mark}\":", StringComparison.Ordinal);
            }
        }
    }

    static IEnumerable<JsonNode> All(JsonNode node) => node switch
    {
        JsonObject members => members.Where(member => member.Value is not null)
            .SelectMany(member => All(member.Value!)).Prepend(node),
        JsonArray items => items.SelectMany(item => All(item!)).Prepend(node),
        _ => [node],
    };

    static bool IsText(JsonValue value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String;
}
