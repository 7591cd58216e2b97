using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

static class MathFunctions
{
    public static ScriptObject Create()
    {
        var functions = new ScriptObject();
        functions.Import("abs", Abs);
        functions.Import("ceil", (double value) => Math.Ceiling(value));
        functions.Import("divided_by", DividedBy);
        functions.Import("floor", (double value) => Math.Floor(value));
        functions.Import("is_number", (object? value) => Arithmetic.IsNumber(value));
        functions.Import("minus", Operator(ScriptBinaryOperator.Subtract));
        functions.Import("modulo", Operator(ScriptBinaryOperator.Modulus));
        functions.Import("plus", Operator(ScriptBinaryOperator.Add));
        functions.Import("round", (double value, int precision = 0) => Math.Round(value, precision));
        functions.Import("times", Operator(ScriptBinaryOperator.Multiply));
        return functions;
    }

    static Func<TemplateContext, SourceSpan, object?, object?, object?> Operator(ScriptBinaryOperator op) =>
        (context, span, value, with) => Arithmetic.Apply(context, span, op, value, with);

    static object? Abs(SourceSpan span, object? value) => value switch
    {
        null => null,
        int number => Math.Abs(number),
        long number => Math.Abs(number),
        double number => Math.Abs(number),
        float number => Math.Abs(number),
        decimal number => Math.Abs(number),
        _ => throw new ScriptRuntimeException(span, $"The value `{value}` is not a number"),
    };

    static object? DividedBy(TemplateContext context, SourceSpan span, double value, object? divisor)
    {
        var result = Arithmetic.Apply(context, span, ScriptBinaryOperator.Divide, value, divisor);
        return divisor is int && result is double quotient ? (int)Math.Floor(quotient) : result;
    }
}
