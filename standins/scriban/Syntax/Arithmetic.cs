using System.Collections;
using System.Numerics;
using System.Text;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Scriban.Syntax;

/// <summary>What the operators do to values of each kind.</summary>
static partial class Arithmetic
{
    public static object? Apply(
        TemplateContext context, Places places, ScriptBinaryOperator op, object? left, object? right)
    {
        if (op == ScriptBinaryOperator.EmptyCoalescing)
        {
            return left ?? right;
        }

        try
        {
            if (left is string or char || right is string or char)
            {
                return OfText(context, places, op, left, right);
            }

            if (left is null || right is null)
            {
                return OfNull(op, left, right);
            }

            return IsList(left) || IsList(right)
                ? OfLists(context, places, op, left, right)
                : OfValues(context, places.Sign, op, left, right);
        }
        catch (Exception error) when (error is not ScriptRuntimeException)
        {
            throw new ScriptRuntimeException(places.Sign, error.Message);
        }
    }

    public static bool IsNumber(object? value) =>
        value is int or long or double or decimal or float or BigInteger;

    public static object? Negate(object? value) => value switch
    {
        int number => -number,
        long number => -number,
        double number => -number,
        float number => -number,
        decimal number => -number,
        BigInteger number => -number,
        _ => null,
    };

    /// <summary>The smallest integer type that holds the value.</summary>
    public static object Fit(BigInteger value)
    {
        if (value >= int.MinValue && value <= int.MaxValue)
        {
            return (int)value;
        }

        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    static object? OfText(
        TemplateContext context, Places places, ScriptBinaryOperator op, object? left, object? right)
    {
        if (op == ScriptBinaryOperator.Multiply)
        {
            return Repeat(context, places, left, right);
        }

        var first = context.ObjectToString(left);
        var second = context.ObjectToString(right);
        return op switch
        {
            ScriptBinaryOperator.Add => first + second,
            ScriptBinaryOperator.CompareEqual => first == second,
            ScriptBinaryOperator.CompareNotEqual => first != second,
            ScriptBinaryOperator.CompareGreater => string.CompareOrdinal(first, second) > 0,
            ScriptBinaryOperator.CompareLess => string.CompareOrdinal(first, second) < 0,
            ScriptBinaryOperator.CompareGreaterOrEqual => string.CompareOrdinal(first, second) >= 0,
            ScriptBinaryOperator.CompareLessOrEqual => string.CompareOrdinal(first, second) <= 0,
            _ => throw new ScriptRuntimeException(places.Sign, $"Operator `{op}` is not supported on texts"),
        };
    }

    static string Repeat(TemplateContext context, Places places, object? left, object? right)
    {
        var span = right is string ? places.Left : places.Right;
        var (text, count) = right is string ? (right, left) : (left, right);
        int times;
        try
        {
            times = context.ToInt(span, count);
        }
        catch (ScriptRuntimeException)
        {
            throw new ScriptRuntimeException(span, "Expecting an integer: text can only be multiplied by a number.");
        }

        var piece = context.ObjectToString(text) ?? "";
        if (context.LimitToString > 0 && (long)piece.Length * times > context.LimitToString)
        {
            throw new ScriptRuntimeException(
                span, $"String multiplication exceeds LimitToString `{context.LimitToString}`.");
        }

        return times <= 0 ? "" : new StringBuilder().Insert(0, piece, times).ToString();
    }

    static bool IsList(object value) => value is ScriptArray or ScriptRange;

    /// <summary>Lists are equal when their elements are.</summary>
    static object OfLists(TemplateContext context, Places places, ScriptBinaryOperator op, object left, object right)
    {
        if (op is not (ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual))
        {
            throw new ScriptRuntimeException(places.Sign, $"Operator `{op}` is not supported on lists");
        }

        if (right is not IEnumerable seconds)
        {
            throw new ScriptRuntimeException(places.Right, "Expecting a list to compare a list with");
        }

        if (left is not IEnumerable firsts)
        {
            throw new ScriptRuntimeException(places.Left, "Expecting a list to compare a list with");
        }

        var (first, second) = (firsts.Cast<object?>().ToList(), seconds.Cast<object?>().ToList());
        if (first.Count != second.Count || first.Count == 0)
        {
            return (first.Count == second.Count) == (op == ScriptBinaryOperator.CompareEqual);
        }

        // Unequal means that all the elements are, one by one: odd, but so it is where this comes from.
        return first.Zip(second).All(pair => Apply(context, places, op, pair.First, pair.Second) is true);
    }

    static object? OfNull(ScriptBinaryOperator op, object? left, object? right) => op switch
    {
        ScriptBinaryOperator.CompareEqual => left is null && right is null,
        ScriptBinaryOperator.CompareNotEqual => left is not null || right is not null,
        ScriptBinaryOperator.CompareGreater or ScriptBinaryOperator.CompareLess
            or ScriptBinaryOperator.CompareGreaterOrEqual or ScriptBinaryOperator.CompareLessOrEqual => false,
        _ => null,
    };

    static object OfValues(TemplateContext context, SourceSpan span, ScriptBinaryOperator op, object left, object right)
    {
        T To<T>(object value) => (T)context.ToObject(span, value, typeof(T))!;

        return (left, right) switch
        {
            (decimal, _) or (_, decimal) => OfDecimals(span, op, To<decimal>(left), To<decimal>(right)),
            (double, _) or (_, double) => OfDoubles(span, op, To<double>(left), To<double>(right)),
            (float, _) or (_, float) => OfDoubles(span, op, To<double>(left), To<double>(right)),
            (BigInteger, _) or (_, BigInteger) or (long, _) or (_, long) or (int, _) or (_, int) =>
                OfIntegers(context, span, op, To<BigInteger>(left), To<BigInteger>(right)),
            (bool, _) or (_, bool) => Compare(span, op, To<bool>(left).CompareTo(To<bool>(right)), false),
            (DateTime first, DateTime second) when op == ScriptBinaryOperator.Subtract => first - second,
            (DateTime first, DateTime second) => Compare(span, op, first.CompareTo(second), true),
            _ when op == ScriptBinaryOperator.CompareEqual => left.Equals(right),
            _ when op == ScriptBinaryOperator.CompareNotEqual => !left.Equals(right),
            _ => throw new ScriptRuntimeException(span, $"Unsupported types for operator `{op}`"),
        };
    }

    static object Compare(SourceSpan span, ScriptBinaryOperator op, int order, bool isOrdered) => op switch
    {
        ScriptBinaryOperator.CompareEqual => order == 0,
        ScriptBinaryOperator.CompareNotEqual => order != 0,
        ScriptBinaryOperator.CompareLess when isOrdered => order < 0,
        ScriptBinaryOperator.CompareLessOrEqual when isOrdered => order <= 0,
        ScriptBinaryOperator.CompareGreater when isOrdered => order > 0,
        ScriptBinaryOperator.CompareGreaterOrEqual when isOrdered => order >= 0,
        _ => throw new ScriptRuntimeException(span, $"The operator `{op}` is not supported for these values"),
    };
}
