using System.Collections;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

static class ObjectFunctions
{
    public static ScriptObject Create()
    {
        var functions = new ScriptObject();
        functions.Import("default", (object? value, object? @default) => value is null or "" ? @default : value);
        functions.Import("has_key", (ScriptObject? value, string? key) => Has(value, key, out _));
        functions.Import("has_value", (ScriptObject? value, string? key) =>
            Has(value, key, out var found) && found is not null);
        functions.Import("keys", (object? value) => new ScriptArray(Members(value).Select(member => member.Key)));
        functions.Import("size", Size);
        functions.Import("typeof", Typeof);
        functions.Import("values", (object? value) => new ScriptArray(Members(value).Select(member => member.Value)));
        return functions;
    }

    static IEnumerable<KeyValuePair<string, object?>> Members(object? value) => value switch
    {
        ScriptObject members => members,
        string text => [new("size", text.Length)],
        IList or ScriptRange => [new("size", ((IEnumerable<object?>)value).Count())],
        _ => [],
    };

    static bool Has(ScriptObject? value, string? key, out object? found)
    {
        found = null;
        return value is not null && key is not null && value.TryGet(key, out found);
    }

    static int Size(TemplateContext context, SourceSpan span, object? value) => value switch
    {
        string text => text.Length,
        ScriptObject members => members.Count,
        IEnumerable items => ArrayFunctions.Size(context, span, items),
        _ => 0,
    };

    static string? Typeof(object? value) => value switch
    {
        null => null,
        string => "string",
        bool => "boolean",
        _ when Arithmetic.IsNumber(value) => "number",
        IList => "array",
        ScriptObject => "object",
        IEnumerable => "iterator",
        _ => "object",
    };
}
