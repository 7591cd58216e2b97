using System.Numerics;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Scriban.Syntax;

static partial class Arithmetic
{
    static object OfDecimals(SourceSpan span, ScriptBinaryOperator op, decimal left, decimal right) => op switch
    {
        ScriptBinaryOperator.Add => left + right,
        ScriptBinaryOperator.Subtract => left - right,
        ScriptBinaryOperator.Multiply => left * right,
        ScriptBinaryOperator.Divide => left / right,
        ScriptBinaryOperator.DivideRound => Math.Round(left / right),
        ScriptBinaryOperator.Modulus => left % right,
        _ => Compare(span, op, left.CompareTo(right), true),
    };

    static object OfDoubles(SourceSpan span, ScriptBinaryOperator op, double left, double right) => op switch
    {
        ScriptBinaryOperator.Add => left + right,
        ScriptBinaryOperator.Subtract => left - right,
        ScriptBinaryOperator.Multiply => left * right,
        ScriptBinaryOperator.Divide => left / right,
        ScriptBinaryOperator.DivideRound => Math.Round(left / right),
        ScriptBinaryOperator.Modulus => left % right,
        _ when double.IsNaN(left) || double.IsNaN(right) => op == ScriptBinaryOperator.CompareNotEqual,
        _ => Compare(span, op, left.CompareTo(right), true),
    };

    static object OfIntegers(
        TemplateContext context,
        SourceSpan span,
        ScriptBinaryOperator op,
        BigInteger left,
        BigInteger right) => op switch
    {
        ScriptBinaryOperator.Add => Fit(left + right),
        ScriptBinaryOperator.Subtract => Fit(left - right),
        ScriptBinaryOperator.Multiply => Fit(left * right),
        ScriptBinaryOperator.Divide => (double)left / (double)right,
        ScriptBinaryOperator.DivideRound => Fit(left / right),
        ScriptBinaryOperator.Modulus => Fit(left % right),
        ScriptBinaryOperator.RangeInclude => Range(context, span, left, right, true),
        ScriptBinaryOperator.RangeExclude => Range(context, span, left, right, false),
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
