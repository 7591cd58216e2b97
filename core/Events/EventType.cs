using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>One kind of event: its name, what its data looks like, and how it is read.</summary>
public sealed class EventType
{
    readonly JsonTypeInfo _info;

    internal EventType(string name, JsonTypeInfo info, string example)
    {
        (Name, Example, _info) = (name, example, info);
        IsCustom = info.Type == typeof(EventData.Custom);
        Description = info.Type.GetCustomAttribute<DescriptionAttribute>()!.Description;
        Data = IsCustom ? new DataSchema.Open() : DataSchema.Of(info.Type);
    }

    /// <summary>The dotted name, for example <c>order.placed</c>.</summary>
    public string Name { get; }

    public string Description { get; }

    /// <summary>Data of such an event, as JSON.</summary>
    public string Example { get; }

    public DataSchema Data { get; }

    /// <summary>The integrator's own: any name after <c>custom.</c>, and any object for data.</summary>
    public bool IsCustom { get; }

    internal Type Record => _info.Type;

    /// <summary>A whole event of this type, as JSON.</summary>
    public JsonObject ExampleEvent() => new()
    {
        ["id"] = $"{Name}:1001",
        ["type"] = Name,
        ["source"] = "shop",
        ["occurredAt"] = "2026-03-02T09:30:00+01:00",
        ["customer"] = "ada",
        ["data"] = JsonNode.Parse(Example),
    };

    /// <summary>The JSON Schema (draft 2020-12) of a whole event of this type.</summary>
    public JsonObject Schema()
    {
        var schema = EventEnvelope.Schema.ToSchema();
        var properties = schema["properties"]!.AsObject();
        properties["type"] = IsCustom
            ? new JsonObject { ["type"] = "string", ["pattern"] = EventTypes.CustomPattern }
            : new JsonObject { ["const"] = Name };
        properties["data"] = Data.ToSchema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "$id", $"/v1/event-types/{Name}");
        schema.Insert(2, "title", Name);
        schema.Insert(3, "description", Description);
        schema["examples"] = new JsonArray(ExampleEvent());
        return schema;
    }

    internal EventData Read(ReadOnlySpan<byte> json) =>
        IsCustom ? EventData.Custom.Read(json) : (EventData)JsonSerializer.Deserialize(json, _info)!;
}
