using System.Collections;
using System.Numerics;
using System.Text;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban;

public partial class TemplateContext
{
    int _textDepth;
    int _textLength;

    /// <param name="nested">Whether the text is part of a list's or object's text, where strings are quoted.</param>
    public virtual string? ObjectToString(object? value, bool nested = false)
    {
        _textLength = _textDepth == 0 ? 0 : _textLength;
        try
        {
            if (++_textDepth > ObjectRecursionLimit && ObjectRecursionLimit != 0)
            {
                throw new InvalidOperationException("Structure is too deeply nested or contains reference loops.");
            }

            var text = ToText(value, nested);
            return LimitToString > 0 && _textDepth == 1 && text?.Length >= LimitToString ? text + "..." : text;
        }
        finally
        {
            _textDepth--;
        }
    }

    internal static bool ToBool(object? value) => value is not null and not false;

    internal int ToInt(SourceSpan span, object? value)
    {
        try
        {
            return value is BigInteger big ? (int)big : Convert.ToInt32(value, CurrentCulture);
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException)
        {
            throw new ScriptRuntimeException(span, $"Unable to convert type `{TypeName(value)}` to int", error);
        }
    }

    /// <summary>The value as a function's parameter or an operator wants it.</summary>
    internal object? ToObject(SourceSpan span, object? value, Type wanted)
    {
        var type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (value is null && type != wanted)
        {
            return null;
        }

        if (type == typeof(string) || type == typeof(int) || type == typeof(bool))
        {
            return type == typeof(string) ? ObjectToString(value)
                : type == typeof(int) ? ToInt(span, value)
                : ToBool(value);
        }

        if (value is null)
        {
            return type.IsValueType && type != typeof(DateTime) ? Activator.CreateInstance(type) : null;
        }

        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        try
        {
            return Changed(value, type) ?? throw new InvalidCastException();
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException)
        {
            throw new ScriptRuntimeException(
                span, $"Unable to convert type `{TypeName(value)}` to `{type.Name}`", error);
        }
    }

    object? Changed(object value, Type type)
    {
        if (type == typeof(IList))
        {
            return value is IEnumerable items ? new ScriptArray(items) : null;
        }

        if (type == typeof(BigInteger))
        {
            return value switch
            {
                int number => new BigInteger(number),
                long number => new BigInteger(number),
                bool flag => new BigInteger(flag ? 1 : 0),
                _ => null,
            };
        }

        return value switch
        {
            BigInteger big when type == typeof(double) => (double)big,
            BigInteger big when type == typeof(decimal) => (decimal)big,
            IConvertible and not string when type.IsPrimitive || type == typeof(decimal) =>
                Convert.ChangeType(value, type, CurrentCulture),
            _ => null,
        };
    }

    static string TypeName(object? value) => value switch
    {
        null => "null",
        string => "string",
        bool => "bool",
        int => "int",
        ScriptArray => "array",
        ScriptObject => "object",
        _ => value.GetType().Name,
    };

    string? ToText(object? value, bool nested)
    {
        if (LimitToString > 0 && _textLength >= LimitToString)
        {
            return "";
        }

        return value switch
        {
            null => nested ? "null" : null,
            string text => Quoted(text, nested),
            bool flag => flag ? "true" : "false",
            IFormattable formattable => formattable.ToString(null, this),
            IConvertible convertible => convertible.ToString(this),
            IEnumerable items => ListText(items),
            KeyValuePair<string, object?> pair =>
                $"{{key: {ObjectToString(pair.Key, true)}, value: {ObjectToString(pair.Value, true)}}}",
            DelegateFunction => "<function>",
            _ => value.ToString(),
        };
    }

    string Quoted(string text, bool nested)
    {
        if (LimitToString > 0 && _textLength + text.Length >= LimitToString)
        {
            var cut = text[..(LimitToString - _textLength)];
            return nested ? $"\"{StringFunctions.Escape(cut)}" : cut;
        }

        return nested ? $"\"{StringFunctions.Escape(text)}\"" : text;
    }

    string ListText(IEnumerable items)
    {
        var text = new StringBuilder("[");
        _textLength++;
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
            {
                text.Append(", ");
                _textLength += 2;
            }

            var itemText = ObjectToString(item, true);
            text.Append(itemText);
            _textLength += itemText?.Length ?? 0;
            if (LimitToString > 0 && _textLength >= LimitToString)
            {
                return text.ToString();
            }

            isFirst = false;
        }

        _textLength++;
        return text.Append(']').ToString();
    }
}
