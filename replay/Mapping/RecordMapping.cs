using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engagement.Replay;

/// <summary>How the records of a foreign file become events: one record, one event.</summary>
/// <param name="Source">The events' source.</param>
/// <param name="Zone">Where a time without offset was read off the wall.</param>
/// <param name="Time">The member that says when it happened.</param>
/// <param name="Kind">The member that says what kind of record it is.</param>
sealed record RecordMapping(
    string Name, string Source, TimeZoneInfo Zone, string Time, string Kind, Expression.Template Customer)
{
    /// <summary>Members by which a file of these records is known.</summary>
    public required IReadOnlyList<string> Recognise { get; init; }

    /// <summary>Kinds of records that are passed over.</summary>
    public required IReadOnlySet<string> Skip { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Tables { get; init; }

    public required IReadOnlyDictionary<string, KindMapping> Kinds { get; init; }

    public bool Recognises(JsonElement record) => Recognise.Count > 0 &&
        record.ValueKind == JsonValueKind.Object &&
        Recognise.All(member => record.TryGetProperty(member, out _));

    /// <returns>The event, or null when records of this kind are passed over.</returns>
    /// <exception cref="RecordException">The record cannot become an event.</exception>
    public RecordedEvent? Map(long line, JsonElement record)
    {
        var scope = new Scope(record, this);
        var name = scope.Text(Kind) ?? throw new RecordException($"It has no '{Kind}'.");
        if (Skip.Contains(name))
        {
            return null;
        }

        if (!Kinds.TryGetValue(name, out var kind))
        {
            throw new RecordException($"The mapping says nothing of records of the kind '{name}'.");
        }

        var time = scope.Text(Time) ?? throw new RecordException($"It has no '{Time}'.");
        var at = Instant(time, LocalTimes.Instant);
        var id = kind.Id.Fill(scope) ?? throw new RecordException($"'{kind.Id.Text}' cannot be made.");
        var json = new JsonObject
        {
            ["id"] = id,
            ["type"] = kind.Type,
            ["source"] = Source,
            ["occurredAt"] = Expression.Rfc3339(at),
            ["customer"] = Customer.Of(scope),
            ["data"] = kind.Data.Of(scope),
        };
        return new(line, id, at, JsonSerializer.SerializeToUtf8Bytes(json));
    }

    public DateTimeOffset Instant(string text, Func<string, TimeZoneInfo, DateTimeOffset> read)
    {
        try
        {
            return read(text, Zone);
        }
        catch (FormatException error)
        {
            throw new RecordException(error.Message, error);
        }
    }
}

/// <param name="Type">Our type.</param>
/// <param name="Id">Made only of what the record says, so that a second replay makes the same one.</param>
sealed record KindMapping(string Type, Expression.Template Id, Expression Data);

/// <summary>An event of a recording, ready to be sent.</summary>
/// <param name="Line">Its line in the file, from one.</param>
sealed record RecordedEvent(long Line, string Id, DateTimeOffset At, byte[] Json);
