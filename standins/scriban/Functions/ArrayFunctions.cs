using System.Collections;
using System.Text;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

static partial class ArrayFunctions
{
    public static ScriptObject Create()
    {
        var functions = new ScriptObject();
        ImportSequences(functions);
        functions.Import("add", Add);
        functions.Import("any", Any);
        functions.Import("contains", (TemplateContext context, SourceSpan span, IEnumerable? list, object? item) =>
            Walk(context, span, list).Any(element => Equals(element, item)));
        functions.Import("cycle", Cycle);
        functions.Import("first", (IEnumerable? list) => list?.Cast<object?>().FirstOrDefault());
        functions.Import("insert_at", InsertAt);
        functions.Import("join", Join);
        functions.Import("last", (TemplateContext context, SourceSpan span, IEnumerable? list) =>
            (list is IList or ScriptRange ? list.Cast<object?>() : Walk(context, span, list)).LastOrDefault());
        functions.Import("remove_at", RemoveAt);
        functions.Import("size", Size);
        functions.Import("sort", Sort);
        return functions;
    }

    public static int Size(TemplateContext context, SourceSpan span, IEnumerable? list) => list switch
    {
        null => 0,
        ICollection collection => collection.Count,
        ScriptRange range => range.Count(),
        _ => Walk(context, span, list).Count(),
    };

    /// <summary>Every element counts as a step of the loop that it is used in.</summary>
    static IEnumerable<object?> Walk(TemplateContext context, SourceSpan span, IEnumerable? list)
    {
        using var scope = context.EnterLoopScope();
        foreach (var item in list ?? Array.Empty<object?>())
        {
            context.StepLoop(span);
            yield return item;
        }
    }

    static IEnumerable Add(TemplateContext context, SourceSpan span, IEnumerable? list, object? value) =>
        list is null ? new ScriptRange([value]) : new ScriptArray(Walk(context, span, list)) { value };

    static bool Any(TemplateContext context, SourceSpan span, IEnumerable? list, object? function) =>
        function is DelegateFunction test
        && Walk(context, span, list).Any(item => test.Invoke(context, span, item) is true);

    static object? Cycle(TemplateContext context, SourceSpan span, IList? list, object? group = null)
    {
        if (list is null || list.Count == 0)
        {
            return null;
        }

        var key = group is null ? Join(context, span, list, ",") : context.ObjectToString(group) ?? "";
        var at = context.Cycles.GetValueOrDefault(key) % list.Count;
        context.Cycles[key] = at + 1;
        return list[at];
    }

    static ScriptArray InsertAt(TemplateContext context, SourceSpan span, IEnumerable? list, int index, object? value)
    {
        using var scope = context.EnterLoopScope();
        var array = new ScriptArray(Walk(context, span, list));
        while (array.Count < index)
        {
            context.StepLoop(span);
            array.Add(null);
        }

        array.Insert(Math.Max(index, 0), value);
        return array;
    }

    static ScriptArray RemoveAt(TemplateContext context, SourceSpan span, IList? list, int index)
    {
        var array = new ScriptArray(Walk(context, span, list));
        var at = index < 0 ? array.Count + index : index;
        if (at >= 0 && at < array.Count)
        {
            array.RemoveAt(at);
        }

        return array;
    }

    static string Join(
        TemplateContext context, SourceSpan span, IEnumerable? list, string? delimiter, object? function = null)
    {
        if (function is not null and not DelegateFunction)
        {
            throw NoFunction(function);
        }

        var text = new StringBuilder();
        var isFirst = true;
        foreach (var item in Walk(context, span, list))
        {
            var part = context.ObjectToString(item);
            part = function is DelegateFunction change
                ? context.ObjectToString(change.Invoke(context, span, part))
                : part;
            text.Append(isFirst ? "" : delimiter).Append(part);
            isFirst = false;
            if (context.LimitToString > 0 && text.Length > context.LimitToString)
            {
                throw new ScriptRuntimeException(
                    span, $"Joined string exceeds LimitToString `{context.LimitToString}`.");
            }
        }

        return text.ToString();
    }

    static ArgumentException NoFunction(object function) =>
        new($"The parameter `{function}` is not a function. Maybe prefix it with @?", nameof(function));

    static IEnumerable Sort(TemplateContext context, SourceSpan span, object? list, string? member = null)
    {
        if (list is null)
        {
            return new ScriptRange([]);
        }

        if (list is not IEnumerable items)
        {
            return new ScriptArray { list };
        }

        var all = Walk(context, span, items).ToList();
        var sorted = string.IsNullOrEmpty(member) ? all.Order() : all.OrderBy(item => ByPath(context, item, member));
        return new ScriptArray(sorted);
    }

    static object? ByPath(TemplateContext context, object? item, string path)
    {
        if (item is not null && Members.TryGet(context, item, path, out var direct))
        {
            return direct;
        }

        var value = item;
        foreach (var member in path.Split('.'))
        {
            if (value is null || !Members.TryGet(context, value, member, out value))
            {
                return null;
            }
        }

        return value;
    }
}
