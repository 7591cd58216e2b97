using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Engagement.Problems;
using Engagement.Schema;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Engagement.Http;

/// <summary>
/// A small JSON body, read strictly: unknown, missing, doubled and mistyped members are refused, all of them at once
/// and each with its pointer. The framework's own reader stops at the first and cannot point.
/// </summary>
readonly record struct Body<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 16 };

    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new RefusedException(ProblemKind.MediaType.Because("Send 'Content-Type: application/json'."));
        }

        var type = (JsonTypeInfo<T>)context.RequestServices
            .GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(typeof(T));
        using var document = await Parse(context);
        if (EscapedText.Flaw(JsonMarshal.GetRawUtf8Value(document.RootElement), out var member) is { } broken)
        {
            // To read it would throw, and to compare its name would, too.
            var pointer = member is null ? "" : Escape(member);
            throw Refuse(new Flaw(pointer, broken, "text that is valid Unicode, without null characters"));
        }

        if (Doubled(document.RootElement, "").ToArray() is { Length: > 0 } doubled)
        {
            throw new RefusedException(ProblemKind.Malformed.Because("A member is there twice.", doubled));
        }

        var flaws = Errors(document.RootElement, type).ToArray();
        if (flaws.Length > 0)
        {
            throw Refuse(flaws);
        }

        try
        {
            return new(document.RootElement.Deserialize(type)!);
        }
        catch (JsonException error)
        {
            throw Refuse(new Flaw(Pointer(error.Path), "It has the wrong type or form.", Expected(error.Path, type)));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    static async Task<JsonDocument> Parse(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, s_strict, context.RequestAborted);
        }
        catch (JsonException error)
        {
            throw new RefusedException(ProblemKind.Malformed.Because(error.LineNumber is { } line
                ? $"The body is not JSON as we take it, at line {line + 1}, byte {error.BytePositionInLine + 1}."
                : "The body is not JSON as we take it."));
        }
    }

    static IEnumerable<Flaw> Doubled(JsonElement value, string pointer) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject()
            .GroupBy(member => member.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => new Flaw(pointer + Escape(group.Key), "It is there more than once.", "one member"))
            .Concat(value.EnumerateObject().SelectMany(member => Doubled(member.Value, pointer + Escape(member.Name)))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Doubled(item, $"{pointer}/{i}")),
        _ => [],
    };

    static IEnumerable<Flaw> Errors(JsonElement body, JsonTypeInfo type)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return [new Flaw("", "The body is not an object.", "an object")];
        }

        var known = type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        var unknown = body.EnumerateObject()
            .Where(member => !known.ContainsKey(member.Name))
            .Select(member => new Flaw(Escape(member.Name), "There is no such member.", string.Join(", ", known.Keys)));
        var missing = type.Properties
            .Where(property => property.IsRequired && !body.TryGetProperty(property.Name, out _))
            .Select(property => new Flaw(Escape(property.Name), "It is missing.", Word(property.PropertyType)));
        return unknown.Concat(missing);
    }

    static RefusedException Refuse(params Flaw[] flaws) =>
        new(ProblemKind.Invalid.Because("The body does not fit; 'errors' says where.", flaws));

    static string Escape(string member) =>
        "/" + member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    // From the reader's own notation, $.scopes[3], to a pointer, /scopes/3. Bodies here have no members with dots.
    static string Pointer(string? path) => (path ?? "$")[1..]
        .Replace("[", ".", StringComparison.Ordinal)
        .Replace("]", "", StringComparison.Ordinal)
        .Replace('.', '/');

    static string? Expected(string? path, JsonTypeInfo type)
    {
        var member = Pointer(path).Split('/').ElementAtOrDefault(1);
        return type.Properties.FirstOrDefault(property => property.Name == member) is { } property
            ? Word(property.PropertyType)
            : null;
    }

    static string Word(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => "a string",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(DateTimeOffset) => "an RFC 3339 instant, for example 2026-03-09T12:00:00Z",
        _ => "an array of strings",
    };
}
