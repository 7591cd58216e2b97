using System.Numerics;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Scriban.Syntax;

static partial class Arithmetic
{
    static object OfDecimals(SourceSpan span, BinaryOperator op, decimal left, decimal right) => op switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.DivideRound => Math.Round(left / right),
        BinaryOperator.Modulus => left % right,
        _ => Compare(span, op, left.CompareTo(right), true),
    };

    static object OfDoubles(SourceSpan span, BinaryOperator op, double left, double right) => op switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.DivideRound => Math.Round(left / right),
        BinaryOperator.Modulus => left % right,
        _ when double.IsNaN(left) || double.IsNaN(right) => op == BinaryOperator.NotEqual,
        _ => Compare(span, op, left.CompareTo(right), true),
    };

    static object OfIntegers(
        TemplateContext context, SourceSpan span, BinaryOperator op, BigInteger left, BigInteger right) => op switch
    {
        BinaryOperator.Add => Fit(left + right),
        BinaryOperator.Subtract => Fit(left - right),
        BinaryOperator.Multiply => Fit(left * right),
        BinaryOperator.Divide => (double)left / (double)right,
        BinaryOperator.DivideRound => Fit(left / right),
        BinaryOperator.Modulus => Fit(left % right),
        BinaryOperator.RangeInclude => Range(context, span, left, right, true),
        BinaryOperator.RangeExclude => Range(context, span, left, right, false),
        _ => Compare(span, op, left.CompareTo(right), true),
    };

    static ScriptRange Range(
        TemplateContext context, SourceSpan span, BigInteger from, BigInteger to, bool inclusive)
    {
        var count = BigInteger.Abs(to - from) + (inclusive ? 1 : 0);
        if (context.LoopLimit > 0 && count > context.LoopLimit)
        {
            throw new ScriptRuntimeException(span, $"Range expression exceeds LoopLimit `{context.LoopLimit}`.");
        }

        IEnumerable<object?> Walk()
        {
            var step = from < to ? BigInteger.One : BigInteger.MinusOne;
            var value = from;
            for (var left = count; left > 0; left--, value += step)
            {
                yield return Fit(value);
            }
        }

        return new ScriptRange(Walk());
    }
}
