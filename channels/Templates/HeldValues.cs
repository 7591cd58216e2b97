using System.Collections;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Engagement.Templates;

/// <summary>
/// Judges every list and object once, when it comes to be. Nothing in the language changes one afterwards, so none ever
/// holds itself, and whatever walks through one later, to compare or to print it, comes to an end on a small stack.
/// </summary>
sealed class HeldValues
{
    readonly Dictionary<object, Extent> _judged = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// The value itself; of what would be worked out only when it is walked through, a list of what it gives: such
    /// pieces could be put into each other without end.
    /// </summary>
    /// <exception cref="TemplateLimitException">It nests too deeply, or holds too much.</exception>
    public object? Hold(SourceSpan span, object? value)
    {
        if (value is not IEnumerable or string)
        {
            return value;
        }

        var held = value is IEnumerable pieces and not (ScriptObject or ScriptArray) ? List(span, pieces) : value;
        Measure(span, held, 1);
        return held;
    }

    public static bool IsHolder(object? value) => value is IEnumerable and not string;

    static ScriptArray List(SourceSpan span, IEnumerable pieces)
    {
        var list = new ScriptArray();
        foreach (var piece in pieces)
        {
            list.Add(piece is IEnumerable inner and not (string or ScriptObject or ScriptArray)
                ? List(span, inner)
                : piece);
            if (list.Count > TemplateLimits.HeldMax)
            {
                throw TooMuch(span);
            }
        }

        return list;
    }

    Extent Measure(SourceSpan span, object? value, int level)
    {
        if (level > TemplateLimits.HeldDepthMax)
        {
            throw TooDeep(span);
        }

        if (value is KeyValuePair<string, object?> pair)
        {
            return Measure(span, pair.Value, level);
        }

        if (value is not IEnumerable inside || value is string)
        {
            return new Extent(0, 1);
        }

        if (!_judged.TryGetValue(value, out var extent))
        {
            extent = new Extent(1, 1);
            foreach (var item in inside)
            {
                extent = extent.With(Measure(span, item, level + 1));
            }

            _judged.Add(value, extent);
        }

        return level - 1 + extent.Depth > TemplateLimits.HeldDepthMax ? throw TooDeep(span)
            : extent.Count > TemplateLimits.HeldMax ? throw TooMuch(span)
            : extent;
    }

    static TemplateLimitException TooDeep(SourceSpan span) => new(
        span, TemplateFault.Depth, $"Lists and objects nest more than {TemplateLimits.HeldDepthMax} deep.");

    static TemplateLimitException TooMuch(SourceSpan span) => new(
        span, TemplateFault.Held, $"A list or an object holds more than {TemplateLimits.HeldMax} values.");

    /// <param name="Depth">How many lists and objects stand in each other.</param>
    /// <param name="Count">How many values one meets who walks through it; one that is held twice is met twice.</param>
    readonly record struct Extent(int Depth, int Count)
    {
        public Extent With(Extent inner) => new(
            Math.Max(Depth, inner.Depth + 1), (int)Math.Min((long)Count + inner.Count, int.MaxValue));
    }
}
