using System.Collections;
using System.Globalization;
using System.Numerics;
using Engagement.Time;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// One part being rendered. Escapes what expressions write into markup, and stops what would take too much: the
/// engine's own limits cut texts off in silence, here they are errors with a place.
/// </summary>
sealed class RenderingContext : TemplateContext
{
    readonly bool _isMarkup;
    ScriptNode? _around;
    int _written;
    int _worked;

    public RenderingContext(bool isMarkup, CultureInfo culture, LocalZone zone, CancellationToken deadline)
        : base(TemplateFunctions.All)
    {
        _isMarkup = isMarkup;
        Zone = zone;
        CancellationToken = deadline;
        PushCulture(culture);
        AutoIndent = false;
        EnableRelaxedTargetAccess = true;
        LoopLimit = TemplateLimits.StepsMax;
        RecursiveLimit = TemplateLimits.CallDepthMax;
        ObjectRecursionLimit = TemplateLimits.ValueDepthMax;
        // Above our own limit, so that ours is met first and is an error.
        LimitToString = TemplateLimits.OutputMax + 1;
        // Of .NET objects nothing may be seen, but for the pairs that a loop over an object walks through.
        MemberFilter = member => member.DeclaringType == typeof(KeyValuePair<string, object?>);
    }

    /// <summary>Where the customer is: the zone that instants are shown in.</summary>
    public LocalZone Zone { get; }

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (ObjectToString(textAsObject) is not { Length: > 0 } text)
        {
            return this;
        }

        // What a capture holds went through here already when it was captured.
        var escaped = _isMarkup && textAsObject is not (Markup or IScriptOutput) ? Markup.Escape(text) : text;
        CountWritten(CurrentSpan, escaped.Length);
        return Write(escaped);
    }

    public override string? ObjectToString(object? value, bool nested = false) => value is DateTime date
        ? date.ToString("dd MMM yyyy", CurrentCulture)
        : base.ObjectToString(value, nested);

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (scriptNode is ScriptRawStatement raw)
        {
            CountWritten(raw.Span, raw.Text.Length);
        }

        var around = _around;
        _around = scriptNode;
        try
        {
            var result = base.Evaluate(scriptNode, aliasReturnedFunction);
            Check(scriptNode, around, result);
            return result;
        }
        finally
        {
            _around = around;
        }
    }

    void Check(ScriptNode? node, ScriptNode? around, object? result)
    {
        switch (result)
        {
            case string text when (_worked += text.Length) > TemplateLimits.WorkMax:
                throw TooMuch(
                    node, TemplateFault.Work, $"The template makes more than {TemplateLimits.WorkMax} characters.");
            case string { Length: > TemplateLimits.OutputMax }:
                throw TooMuch(
                    node, TemplateFault.Output, $"A text is longer than {TemplateLimits.OutputMax} characters.");
            case BigInteger number when number.GetBitLength() > TemplateLimits.NumberBitsMax:
                throw TooMuch(node, TemplateFault.Number, "A number is too large.");
            // Comparing two lists compares all they hold: with lists that hold themselves that never ends.
            case IEnumerable items and not (string or ScriptObject) when Compares(around) && HoldsLists(items):
                throw TooMuch(node, TemplateFault.Kind, "Lists of lists cannot be compared.");
            case IEnumerable and not (string or ScriptObject) when Calculates(around):
                throw TooMuch(node, TemplateFault.Kind, "Lists cannot be calculated with.");
        }
    }

    static bool HoldsLists(IEnumerable items) =>
        items.Cast<object?>().Any(item => item is IEnumerable and not (string or ScriptObject));

    static bool Compares(ScriptNode? node) => node is ScriptCaseStatement or ScriptBinaryExpression
    {
        Operator: ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual
    };

    static bool Calculates(ScriptNode? node) => node is ScriptBinaryExpression
    {
        Operator: not (ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual
            or ScriptBinaryOperator.EmptyCoalescing or ScriptBinaryOperator.And or ScriptBinaryOperator.Or)
    };

    void CountWritten(SourceSpan span, int length)
    {
        _written += length;
        if (_written > TemplateLimits.OutputMax)
        {
            throw new TemplateLimitException(
                span, TemplateFault.Output, $"The part becomes longer than {TemplateLimits.OutputMax} characters.");
        }
    }

    static TemplateLimitException TooMuch(ScriptNode? node, TemplateFault fault, string message) =>
        new(node?.Span ?? default, fault, message);
}
