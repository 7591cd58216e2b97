using System.Collections.Immutable;
using Scriban.Runtime;

namespace Scriban.Syntax;

sealed class Literal(object? value) : ScriptNode
{
    public object? Value => value;

    public override object? Evaluate(TemplateContext context) => value;
}

sealed class Nested(ScriptNode inner) : ScriptNode
{
    public override object? Evaluate(TemplateContext context) => context.Evaluate(inner);
}

/// <summary><c>@name</c>: the function itself rather than what it returns.</summary>
sealed class Alias(ScriptNode function) : ScriptNode
{
    public override object? Evaluate(TemplateContext context) => context.Evaluate(function, true);
}

sealed class NamedArgument(string name, ScriptNode? value) : ScriptNode
{
    public string Name => name;

    public ScriptNode? Value => value;

    public override object? Evaluate(TemplateContext context) => value is null ? true : context.Evaluate(value);
}

sealed class Conditional(ScriptNode condition, ScriptNode then, ScriptNode otherwise) : ScriptNode
{
    public ScriptNode Condition { get; set; } = condition;

    public override object? Evaluate(TemplateContext context) =>
        context.Evaluate(TemplateContext.ToBool(context.Evaluate(Condition)) ? then : otherwise);
}

sealed class ArrayInitializer(ImmutableArray<ScriptNode> values) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        var array = new ScriptArray();
        foreach (var value in values)
        {
            array.Add(context.Evaluate(value));
        }

        return array;
    }
}

sealed class ObjectInitializer(ImmutableArray<(string Name, ScriptNode Value)> members) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        var built = new ScriptObject();
        // A member may use the ones before it.
        context.PushScope(built);
        try
        {
            foreach (var (name, value) in members)
            {
                built.SetValue(name, context.Evaluate(value), false);
            }
        }
        finally
        {
            context.PopScope();
        }

        return built;
    }
}

sealed class Assignment(ScriptNode target, ScriptNode value, ScriptBinaryOperator? operation) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        var result = context.Evaluate(value);
        if (operation is { } op)
        {
            result = Arithmetic.Apply(context, Places.At(Span), op, context.Evaluate(target), result);
        }

        ((IPath)target).SetValue(context, result);
        return null;
    }
}

enum UnaryOperator
{
    Not,
    Negate,
    Plus,
}

sealed class Unary(UnaryOperator op, ScriptNode operand) : ScriptNode
{
    public override object? Evaluate(TemplateContext context)
    {
        var value = context.Evaluate(operand);
        return op switch
        {
            UnaryOperator.Not => !TemplateContext.ToBool(value),
            UnaryOperator.Plus when Arithmetic.IsNumber(value) => value,
            UnaryOperator.Negate => Arithmetic.Negate(value) ?? throw NotANumber(value),
            _ => throw NotANumber(value),
        };
    }

    ScriptRuntimeException NotANumber(object? value) =>
        new(operand.Span, $"Unexpected value `{value}`. Cannot negate(-)/positive(+) a non-numeric value");
}
