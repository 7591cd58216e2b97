using System.Text.Json.Nodes;

namespace Engagement.Events;

public abstract partial record Shape
{
    /// <summary>The shape as a JSON Schema of draft 2020-12, without its head.</summary>
    public JsonObject ToSchema() => this switch
    {
        Text text => text.Schema(),
        Whole whole => new() { ["type"] = "integer", ["minimum"] = whole.Min, ["maximum"] = whole.Max },
        Flag => new() { ["type"] = "boolean" },
        Instant => new() { ["type"] = "string", ["format"] = "date-time" },
        Open => new() { ["type"] = "object" },
        List list => new() { ["type"] = "array", ["maxItems"] = list.Max, ["items"] = list.Item.ToSchema() },
        Members members => members.Schema(),
        _ => throw new NotSupportedException($"No schema for {GetType().Name}."),
    };

    /// <summary>The shape in words, as refusals and the documentation have it.</summary>
    public string Words => this switch
    {
        Text text => TextForms.Expected(text.Form, text.Max),
        Whole whole => $"a whole number from {whole.Min} to {whole.Max}",
        Flag => "true or false",
        Instant => "an RFC 3339 instant with offset, for example 2026-03-09T12:00:00Z",
        Open => "an object",
        List list => $"an array of at most {list.Max} items",
        Members => "an object",
        _ => throw new NotSupportedException($"No words for {GetType().Name}."),
    };

    public sealed partial record Text
    {
        internal JsonObject Schema()
        {
            var schema = new JsonObject { ["type"] = "string" };
            if (Form != TextForm.Plain)
            {
                schema["minLength"] = 1;
            }

            schema["maxLength"] = Max;
            if (TextForms.Pattern(Form) is { } pattern)
            {
                schema["pattern"] = pattern;
            }

            return schema;
        }
    }

    public sealed partial record Members
    {
        internal JsonObject Schema()
        {
            var properties = new JsonObject();
            foreach (var member in All)
            {
                properties[member.Name] = Described(member);
            }

            var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
            if (Required != 0)
            {
                schema["required"] = new JsonArray(
                    [.. All.Where(member => member.Required).Select(member => JsonValue.Create(member.Name))]);
            }

            schema["additionalProperties"] = false;
            return schema;
        }

        static JsonObject Described(Member member)
        {
            var schema = member.Shape.ToSchema();
            if (!member.Required)
            {
                schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
            }

            if (member.Description is { } description)
            {
                schema["description"] = description;
            }

            return schema;
        }
    }
}
