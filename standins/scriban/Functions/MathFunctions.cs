using System.Globalization;
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
        functions.Import("format", Format);
        functions.Import("is_number", (object? value) => Arithmetic.IsNumber(value));
        functions.Import("minus", Operator(BinaryOperator.Subtract));
        functions.Import("modulo", Operator(BinaryOperator.Modulus));
        functions.Import("plus", Operator(BinaryOperator.Add));
        functions.Import("round", (double value, int precision = 0) => Math.Round(value, precision));
        functions.Import("times", Operator(BinaryOperator.Multiply));
        return functions;
    }

    static Func<TemplateContext, SourceSpan, object?, object?, object?> Operator(BinaryOperator op) =>
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
        var result = Arithmetic.Apply(context, span, BinaryOperator.Divide, value, divisor);
        return divisor is int && result is double quotient ? (int)Math.Floor(quotient) : result;
    }

    static string Format(
        TemplateContext context, SourceSpan span, object? value, string? format, string? culture = null)
    {
        if (value is null)
        {
            return "";
        }

        if (!Arithmetic.IsNumber(value))
        {
            throw new ScriptRuntimeException(span, $"Unexpected `{value}`. Must be a formattable number");
        }

        var provider = culture is null ? context.CurrentCulture : CultureInfo.GetCultureInfo(culture);
        return ((IFormattable)value).ToString(format ?? "", provider);
    }
}
