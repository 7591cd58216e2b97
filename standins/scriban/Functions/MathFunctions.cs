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
        functions.Import("floor", (double value) => Math.Floor(value));
        functions.Import("is_number", (object? value) => Arithmetic.IsNumber(value));
        functions.Import("round", (double value, int precision = 0) => Math.Round(value, precision));
        return functions;
    }

    static object? Abs(SourceSpan span, object? value) => value switch
    {
        null => null,
        bool or char => value,
        int number => Math.Abs(number),
        long number => Math.Abs(number),
        double number => Math.Abs(number),
        float number => Math.Abs(number),
        decimal number => Math.Abs(number),
        _ => throw new ScriptRuntimeException(span, $"The value `{value}` is not a number"),
    };
}
