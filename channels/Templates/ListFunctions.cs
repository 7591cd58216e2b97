using System.Collections;
using System.Globalization;
using System.Numerics;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// Functions on lists and objects that are ours, because the engine's sort words as the machine's language does, and
/// count the pieces of a letter.
/// </summary>
static class ListFunctions
{
    public static void AddTo(ScriptObject array, ScriptObject @object)
    {
        array.Import("sort", Sort);
        @object.Import("size", Size);
    }

    static ScriptArray Sort(TemplateContext context, SourceSpan span, IEnumerable? list, string? member = null)
    {
        var order = new ByLanguage(context.CurrentCulture, span);
        var items = (list ?? Array.Empty<object>()).Cast<object?>();
        return [.. items.OrderBy(item => Key(context, span, item, member), order)];
    }

    static object? Key(TemplateContext context, SourceSpan span, object? item, string? member) =>
        string.IsNullOrEmpty(member) ? item
        : item is not null && context.GetMemberAccessor(item).TryGetValue(context, span, item, member, out var value)
            ? value
            : null;

    static int Size(object? value) => value switch
    {
        string text => WholeLetters.Count(text),
        ICollection items => items.Count,
        IEnumerable items => items.Cast<object?>().Count(),
        _ => 0,
    };

    /// <summary>Nothing comes first, then numbers by size or words as the language orders them.</summary>
    sealed class ByLanguage(CultureInfo culture, SourceSpan span) : IComparer<object?>
    {
        public int Compare(object? x, object? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (string one, string other) => culture.CompareInfo.Compare(one, other),
            (bool one, bool other) => one.CompareTo(other),
            (DateTime one, DateTime other) => one.CompareTo(other),
            _ when Number(x) is { } one && Number(y) is { } other => one.CompareTo(other),
            _ => throw new ScriptRuntimeException(span, "array.sort takes either words, or numbers, or dates."),
        };

        static double? Number(object? value) => value is int or long or double or decimal
            ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
            : value is BigInteger large ? (double)large : null;
    }
}
