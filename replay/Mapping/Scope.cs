using System.Text.Json;

namespace Engagement.Replay;

/// <summary>What an expression can see: a record, or an item of one of its lists, and the mapping's settings.</summary>
sealed record Scope(JsonElement Record, RecordMapping Mapping)
{
    /// <summary>The values at a path: <c>a.b</c> goes into an object, <c>a[].b</c> into every item of a list.</summary>
    public IEnumerable<JsonElement> Values(string path)
    {
        IEnumerable<JsonElement> values = [Record];
        foreach (var part in path.Split('.'))
        {
            var isList = part.EndsWith("[]", StringComparison.Ordinal);
            var name = isList ? part[..^2] : part;
            values = values
                .Select(value => Member(value, name))
                .Where(value => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null));
            values = isList ? values.SelectMany(Items) : values;
        }

        return values;
    }

    /// <summary>The one value at a path as text; null where there is none.</summary>
    public string? Text(string path) => Values(path).Select(value => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object or JsonValueKind.Array =>
            throw new RecordException($"'{path}' is an {value.ValueKind}, and text is needed."),
        _ => value.GetRawText(),
    }).FirstOrDefault();

    static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    static IEnumerable<JsonElement> Items(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
}

/// <summary>A record cannot become an event; the others can.</summary>
sealed class RecordException(string message, Exception? inner = null) : Exception(message, inner);
