using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
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
    readonly HeldValues _held = new();
    ScriptNode? _around;
    int _written;
    int _worked;
    int _effort;

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
        ? date.ToString("dd MMM yyyy", Cultures.Gregorian(CurrentCulture))
        : base.ObjectToString(value, nested);

    /// <summary>Numbers in texts are read as they are written in data, not as a language writes them.</summary>
    public override int ToInt(SourceSpan span, object? value) => value is not string text ? base.ToInt(span, value)
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ScriptRuntimeException(span, "A whole number is needed here.");

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (scriptNode is ScriptRawStatement raw)
        {
            CountWritten(raw.Span, raw.Text.Length);
        }

        Step(scriptNode);
        var around = _around;
        _around = scriptNode;
        try
        {
            var result = Hold(scriptNode?.Span ?? default, base.Evaluate(scriptNode, aliasReturnedFunction));
            Check(scriptNode, around, result);
            return around is ScriptForStatement loop && loop.Iterator == scriptNode && result is string text
                ? WholeLetters.List(text)
                : result;
        }
        finally
        {
            _around = around;
        }
    }

    /// <summary>The value itself, or a list of what it would give; judged, so that nothing goes on endless.</summary>
    public object? Hold(SourceSpan span, object? value) => _held.Hold(span, value);

    /// <summary>What a function is given costs what it takes to go through it.</summary>
    public void CountTaken(SourceSpan span, object? argument)
    {
        switch (argument)
        {
            case string text:
                CountWork(span, text.Length);
                break;
            case ScriptArray list:
                CountEffort(span, list.Count);
                break;
            case ScriptObject members:
                CountEffort(span, members.Count);
                break;
        }
    }

    protected override IListAccessor? GetListAccessorImpl(object target, Type type) =>
        target is string ? TextAccessor.Only : base.GetListAccessorImpl(target, type);

    protected override IObjectAccessor? GetMemberAccessorImpl(object target) =>
        target is string ? TextAccessor.Only : base.GetMemberAccessorImpl(target);

    void Step(ScriptNode? node)
    {
        CountEffort(node?.Span ?? default, 1);
        // No thread survives an overflow of its stack, so it must not come to that.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooMuch(node, TemplateFault.Depth, "Values, blocks or calls nest too deeply.");
        }
    }

    void Check(ScriptNode? node, ScriptNode? around, object? result)
    {
        switch (result)
        {
            case string { Length: > TemplateLimits.OutputMax }:
                throw TooMuch(
                    node, TemplateFault.Output, $"A text is longer than {TemplateLimits.OutputMax} characters.");
            case string text:
                CountWork(node?.Span ?? default, text.Length);
                break;
            case BigInteger number when number.GetBitLength() > TemplateLimits.NumberBitsMax:
                throw TooMuch(node, TemplateFault.Number, "A number is too large.");
            case IEnumerable when Calculates(around):
                throw TooMuch(node, TemplateFault.Kind, "Lists and objects cannot be calculated with.");
        }
    }

    /// <summary>Whether a node reckons with what it is given, or puts it into an order.</summary>
    static bool Calculates(ScriptNode? node) => node is ScriptUnaryExpression
    {
        Operator: ScriptUnaryOperator.Negate or ScriptUnaryOperator.Plus
    }
    or ScriptBinaryExpression
    {
        Operator: not (ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual
            or ScriptBinaryOperator.EmptyCoalescing or ScriptBinaryOperator.And or ScriptBinaryOperator.Or)
    };

    void CountEffort(SourceSpan span, int count)
    {
        _effort += count;
        if (_effort > TemplateLimits.EffortMax)
        {
            throw new TemplateLimitException(
                span, TemplateFault.Effort, $"More than {TemplateLimits.EffortMax} expressions are worked out.");
        }
    }

    void CountWork(SourceSpan span, int length)
    {
        _worked += length;
        if (_worked > TemplateLimits.WorkMax)
        {
            throw new TemplateLimitException(
                span, TemplateFault.Work, $"The template makes more than {TemplateLimits.WorkMax} characters.");
        }
    }

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
