using System.Globalization;
using System.Numerics;
using System.Text;

namespace Scriban.Parsing;

/// <summary>What the text of a literal stands for.</summary>
static class Literals
{
    const string PlainEscapes = "0'\"\\bfnrtv";
    const string PlainMeanings = "\0'\"\\\b\f\n\r\t\v";

    /// <summary>How many characters after a backslash belong to its escape; zero if there is no such escape.</summary>
    public static int EscapeLength(string text, int at)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        var digits = text[at] switch { 'u' => 4, 'x' => 2, _ => 0 };
        if (digits > 0)
        {
            var enough = at + digits < text.Length;
            return enough && text.AsSpan(at + 1, digits).IndexOfAnyExcept(HexDigits) < 0 ? digits + 1 : 0;
        }

        if (text[at] is '\n' or '\r')
        {
            return text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        }

        return PlainEscapes.Contains(text[at], StringComparison.Ordinal) ? 1 : 0;
    }

    public static string Unquote(string token)
    {
        var value = new StringBuilder(token.Length);
        for (var i = 1; i < token.Length - 1; i++)
        {
            if (token[i] != '\\')
            {
                value.Append(token[i]);
                continue;
            }

            var length = EscapeLength(token, i + 1);
            var c = token[i + 1];
            if (c is 'u' or 'x')
            {
                var digits = token.AsSpan(i + 2, length - 1);
                value.Append((char)int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
            else if (c is not ('\n' or '\r'))
            {
                value.Append(PlainMeanings[PlainEscapes.IndexOf(c, StringComparison.Ordinal)]);
            }

            i += length;
        }

        return value.ToString();
    }

    public static object? Integer(string token)
    {
        var digits = token.Replace("_", "", StringComparison.Ordinal);
        if (!BigInteger.TryParse(
            digits, NumberStyles.Integer | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return Syntax.Arithmetic.Fit(value);
    }

    public static object? Float(string token, bool asDecimal)
    {
        const NumberStyles Styles = NumberStyles.Float;
        var invariant = CultureInfo.InvariantCulture;
        var suffix = char.ToLowerInvariant(token[^1]);
        var digits = char.IsLetter(suffix) ? token[..^1] : token;
        return suffix switch
        {
            'f' => float.TryParse(digits, Styles, invariant, out var single) ? single : null,
            'm' when decimal.TryParse(digits, Styles, invariant, out var exact) => exact,
            _ when asDecimal && decimal.TryParse(token, Styles, invariant, out var exact) => exact,
            _ => double.TryParse(digits, Styles, invariant, out var number) ? number : null,
        };
    }

    static ReadOnlySpan<char> HexDigits => "0123456789abcdefABCDEF";
}
