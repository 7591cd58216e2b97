using System.Collections.Immutable;
using System.Text.Json;

namespace Engagement.Events;

/// <summary>Looks members of an event's data up by path, without building a document.</summary>
public static class EventMembers
{
    public static Value Read(ReadOnlySpan<byte> json, ImmutableArray<string> path)
    {
        if (json.IsEmpty)
        {
            return Value.Missing;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        foreach (var member in path)
        {
            if (!Descend(ref reader, member))
            {
                return Value.Missing;
            }
        }

        return ValueAt(ref reader);
    }

    /// <summary>Text at a path, or null.</summary>
    public static string? Text(ReadOnlySpan<byte> json, string member) => Read(json, [member]).Text;

    static bool Descend(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(member);
            reader.Read();
            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    static Value ValueAt(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => Value.Of(reader.GetString()),
        JsonTokenType.Number => reader.TryGetDecimal(out var number) ? Value.Of(number) : Value.Missing,
        JsonTokenType.True => Value.Of(true),
        JsonTokenType.False => Value.Of(false),
        JsonTokenType.StartArray => ListAt(ref reader),
        _ => Value.Missing,
    };

    static Value ListAt(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            items.Add(ValueAt(ref reader));
        }

        return Value.Of(items.ToImmutable());
    }
}
