using Scriban.Parsing;

namespace Scriban.Syntax;

enum BinaryOperator
{
    Or,
    And,
    Coalesce,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideRound,
    Modulus,
    RangeInclude,
    RangeExclude,
}

sealed class Binary(ScriptNode left, BinaryOperator op, ScriptNode right, SourceSpan sign) : ScriptNode
{
    public ScriptNode Left { get; set; } = left;

    public override object? Evaluate(TemplateContext context)
    {
        var first = context.Evaluate(Left);
        return op switch
        {
            BinaryOperator.And => TemplateContext.ToBool(first) && TemplateContext.ToBool(context.Evaluate(right)),
            BinaryOperator.Or => TemplateContext.ToBool(first) || TemplateContext.ToBool(context.Evaluate(right)),
            _ => Arithmetic.Apply(context, sign, op, first, context.Evaluate(right)),
        };
    }
}
