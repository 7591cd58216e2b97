using System.Collections;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Scriban.Functions;

static partial class ArrayFunctions
{
    delegate IEnumerable? Sequence(TemplateContext context, SourceSpan span, IEnumerable? list);

    delegate IEnumerable? SequenceWithCount(TemplateContext context, SourceSpan span, IEnumerable? list, int count);

    delegate IEnumerable? SequenceWithFunction(
        TemplateContext context, SourceSpan span, IEnumerable? list, object? function);

    /// <summary>These are walked through lazily, when somebody looks at the result.</summary>
    static void ImportSequences(ScriptObject functions)
    {
        functions.Import("add_range", Concat);
        functions.Import("compact", (Sequence)((context, span, list) =>
            Lazy(list, Walk(context, span, list).Where(item => item is not null))));
        functions.Import("concat", Concat);
        functions.Import("each", (SequenceWithFunction)((context, span, list, function) =>
            Lazy(list, Each(context, span, list, Function(function)))));
        functions.Import("filter", (SequenceWithFunction)((context, span, list, function) =>
            Lazy(list, Filter(context, span, list, Function(function)))));
        functions.Import("limit", (SequenceWithCount)((context, span, list, count) =>
            Lazy(list, Walk(context, span, list).Take(Math.Max(count, 0)))));
        functions.Import("map", Map);
        functions.Import("offset", (SequenceWithCount)((context, span, list, index) =>
            Lazy(list, Walk(context, span, list).Skip(Math.Max(index, 0)))));
        functions.Import("reverse", (Sequence)((context, span, list) =>
            list is null ? new ScriptArray() : new ScriptRange(Reverse(context, span, list))));
        functions.Import("uniq", (Sequence)((context, span, list) =>
            Lazy(list, Walk(context, span, list).Distinct())));
    }

    static ScriptRange? Lazy(IEnumerable? list, IEnumerable<object?> items) =>
        list is null ? null : new ScriptRange(items);

    static IEnumerable<object?> Reverse(TemplateContext context, SourceSpan span, IEnumerable list)
    {
        foreach (var item in Walk(context, span, list).Reverse())
        {
            yield return item;
        }
    }

    static ScriptRange? Concat(TemplateContext context, SourceSpan span, IEnumerable? list1, IEnumerable? list2) =>
        list1 is null && list2 is null
            ? null
            : new ScriptRange(Walk(context, span, list1).Concat(Walk(context, span, list2)));

    static ScriptRange Map(TemplateContext context, SourceSpan span, object? list, string? member) =>
        new(Mapped(context, span, list, member));

    static IEnumerable<object?> Mapped(TemplateContext context, SourceSpan span, object? list, string? member)
    {
        // An object is walked through as pairs, not mapped itself.
        var items = list is IEnumerable many ? Walk(context, span, many) : list is null ? [] : [list];
        foreach (var item in items)
        {
            if (item is not null && member is not null && Members.TryGet(context, item, member, out var value))
            {
                yield return value;
            }
        }
    }

    static DelegateFunction? Function(object? function) => function switch
    {
        null => null,
        DelegateFunction found => found,
        _ => throw NoFunction(function),
    };

    static IEnumerable<object?> Each(
        TemplateContext context, SourceSpan span, IEnumerable? list, DelegateFunction? change)
    {
        foreach (var item in Walk(context, span, list))
        {
            yield return change is null ? item : change.Invoke(context, span, item);
        }
    }

    static IEnumerable<object?> Filter(
        TemplateContext context, SourceSpan span, IEnumerable? list, DelegateFunction? test)
    {
        foreach (var item in Walk(context, span, list))
        {
            // What the test takes is what is kept: an element turned into text stays text.
            var taken = test is null ? item : test.Convert(context, span, item);
            if (test is null || TemplateContext.ToBool(test.Invoke(context, span, taken)))
            {
                yield return taken;
            }
        }
    }
}
