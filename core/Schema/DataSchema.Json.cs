using System.Text.Json.Nodes;

namespace Engagement.Schema;

public abstract partial record DataSchema
{
    const string InstantPattern =
        "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
        + "[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
        + "([.][0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";

    /// <summary>The shape as a JSON Schema of draft 2020-12, without its head.</summary>
    public JsonObject ToSchema() => this switch
    {
        Text text => text.Schema(),
        Whole whole => new() { ["type"] = "integer", ["minimum"] = whole.Min, ["maximum"] = whole.Max },
        Flag => new() { ["type"] = "boolean" },
        // Many validators take a format for a remark.
        Instant => new() { ["type"] = "string", ["format"] = "date-time", ["pattern"] = InstantPattern },
        Open => OpenSchema(),
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

    static JsonObject OpenSchema()
    {
        // An id may be said as a number too; only as text it has a form.
        var order = new Text(Identifier.LengthMax, TextForm.Identifier).ToSchema();
        order["type"] = new JsonArray("string", "integer", "null");
        return new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [OpenCheck.OrderId] = order },
            // Said as a schema: the model of the API description knows no "true", and leaves it out.
            ["additionalProperties"] = new JsonObject(),
        };
    }

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

            if (TextForms.Choices(Form) is { } choices)
            {
                schema["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]);
            }

            if (Form == TextForm.Identifier)
            {
                schema["not"] = new JsonObject
                {
                    ["enum"] = new JsonArray("undefined", "null", "NaN", "[object Object]"),
                };
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
            var schema = member.Schema.ToSchema();
            if (!member.Required)
            {
                schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
                (schema["enum"] as JsonArray)?.Add(null);
            }

            if (member.Description is { } description)
            {
                schema["description"] = description;
            }

            return schema;
        }
    }
}
