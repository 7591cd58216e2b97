using System.Collections.Immutable;
using Scriban.Parsing;

namespace Scriban.Syntax;

/// <summary>How a block was left.</summary>
enum Flow
{
    Onward,
    Break,
    Continue,
}

/// <summary>Text of the template, written as it stands.</summary>
public sealed class ScriptRawStatement : ScriptNode
{
    internal ScriptRawStatement(ScriptStringSlice text) => Text = text;

    public ScriptStringSlice Text { get; }

    public override object? Evaluate(TemplateContext context)
    {
        context.Write(Text.ToString());
        return null;
    }
}

sealed class BlockStatement(ImmutableArray<ScriptNode> statements) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        foreach (var statement in statements)
        {
            context.CheckAbort();
            var result = context.Evaluate(statement);
            if (result is not null)
            {
                context.Write(Span, result);
            }

            if (context.Flow != Flow.Onward)
            {
                break;
            }
        }

        return null;
    }
}

sealed class IfStatement(ScriptNode condition, ScriptNode then, ScriptNode? otherwise) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        if (TemplateContext.ToBool(context.Evaluate(condition)))
        {
            return context.Evaluate(then);
        }

        return otherwise is null ? null : context.Evaluate(otherwise);
    }
}

sealed record WhenBranch(SourceSpan Span, ImmutableArray<ScriptNode> Values, ScriptNode Body);

/// <summary>The first branch one of whose values equals the value asked about.</summary>
public sealed class ScriptCaseStatement : ScriptNode
{
    readonly ScriptNode _value;
    readonly ImmutableArray<WhenBranch> _branches;
    readonly ScriptNode? _otherwise;

    internal ScriptCaseStatement(ScriptNode value, ImmutableArray<WhenBranch> branches, ScriptNode? otherwise) =>
        (_value, _branches, _otherwise) = (value, branches, otherwise);

    public override object? Evaluate(TemplateContext context)
    {
        var wanted = context.Evaluate(_value);
        foreach (var branch in _branches)
        {
            foreach (var candidate in branch.Values)
            {
                var found = context.Evaluate(candidate);
                if (Arithmetic.Apply(
                    context, Places.At(branch.Span), ScriptBinaryOperator.CompareEqual, wanted, found) is true)
                {
                    return context.Evaluate(branch.Body);
                }
            }
        }

        return _otherwise is null ? null : context.Evaluate(_otherwise);
    }
}

sealed class CaptureStatement(ScriptNode target, ScriptNode body) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        context.PushOutput();
        try
        {
            context.Evaluate(body);
        }
        finally
        {
            // The output itself becomes the value: whoever prints it can tell it from plain text.
            ((IPath)target).SetValue(context, context.PopOutput());
        }

        return null;
    }
}

/// <summary><c>break</c> or <c>continue</c>.</summary>
sealed class JumpStatement(Flow flow) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        if (!context.IsInLoop)
        {
            var word = flow == Flow.Break ? "break" : "continue";
            throw new ScriptRuntimeException(Span, $"The <{word}> statement can only be used inside for/while loops");
        }

        context.Flow = flow;
        return null;
    }
}
