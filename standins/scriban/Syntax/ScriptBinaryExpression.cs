using Scriban.Parsing;

namespace Scriban.Syntax;

/// <summary>Two values with an operator between them.</summary>
public sealed class ScriptBinaryExpression : ScriptNode
{
    readonly ScriptNode _right;
    readonly SourceSpan _sign;

    internal ScriptBinaryExpression(ScriptNode left, ScriptBinaryOperator op, ScriptNode right, SourceSpan sign)
    {
        Left = left;
        Operator = op;
        _right = right;
        _sign = sign;
    }

    public ScriptBinaryOperator Operator { get; }

    internal ScriptNode Left { get; set; }

    public override object? Evaluate(TemplateContext context)
    {
        var first = context.Evaluate(Left);
        return Operator switch
        {
            ScriptBinaryOperator.And =>
                TemplateContext.ToBool(first) && TemplateContext.ToBool(context.Evaluate(_right)),
            ScriptBinaryOperator.Or =>
                TemplateContext.ToBool(first) || TemplateContext.ToBool(context.Evaluate(_right)),
            _ => Arithmetic.Apply(
                context, new Places(_sign, Left.Span, _right.Span), Operator, first, context.Evaluate(_right)),
        };
    }
}

public enum ScriptBinaryOperator
{
    None,
    EmptyCoalescing,
    Or,
    And,
    CompareEqual,
    CompareNotEqual,
    CompareLess,
    CompareLessOrEqual,
    CompareGreater,
    CompareGreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideRound,
    Modulus,
    RangeInclude,
    RangeExclude,
}
