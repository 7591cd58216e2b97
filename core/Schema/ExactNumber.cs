namespace Engagement.Schema;

/// <summary>
/// A JSON number by its value, to the last digit: <c>8900</c>, <c>8900.0</c> and <c>8.9e3</c> are one. No other
/// reading is exact: a double has 16 digits and a decimal 28.
/// </summary>
static class ExactNumber
{
    // Nobody writes so many zeros; further than this two numbers differ enough.
    const int ExponentMax = 1_000_000_000;

    /// <returns>False when it is not whole, or larger than a long.</returns>
    public static bool TryWhole(ReadOnlySpan<byte> number, out long whole)
    {
        whole = 0;
        if (number.Length > 512)
        {
            return false;
        }

        Span<byte> digits = stackalloc byte[number.Length];
        var count = Digits(number, digits, out var exponent);
        if (count == 0)
        {
            return true;
        }

        if (exponent < 0 || count + exponent > 19)
        {
            return false;
        }

        Int128 value = 0;
        for (var i = 0; i < count + exponent; i++)
        {
            value = (value * 10) + (i < count ? digits[i] - '0' : 0);
        }

        value = number[0] == '-' ? -value : value;
        if (value < long.MinValue || value > long.MaxValue)
        {
            return false;
        }

        whole = (long)value;
        return true;
    }

    /// <summary>Its digits without zeros before or behind them, none for zero.</summary>
    /// <param name="digits">As long as the number, or longer.</param>
    /// <param name="exponent">The power of ten of the last digit; 0 for zero.</param>
    public static int Digits(ReadOnlySpan<byte> number, Span<byte> digits, out int exponent)
    {
        var count = 0;
        var behindPoint = 0;
        var at = number[0] == '-' ? 1 : 0;
        for (var inFraction = false; at < number.Length && number[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (number[at] == '.')
            {
                inFraction = true;
                continue;
            }

            behindPoint += inFraction ? 1 : 0;
            if (count > 0 || number[at] != '0')
            {
                digits[count++] = number[at];
            }
        }

        exponent = (at < number.Length ? Exponent(number[(at + 1)..]) : 0) - behindPoint;
        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
            exponent++;
        }

        exponent = count == 0 ? 0 : exponent;
        return count;
    }

    static int Exponent(ReadOnlySpan<byte> text)
    {
        var value = 0L;
        foreach (var digit in text.TrimStart("+-"u8))
        {
            value = Math.Min((value * 10) + (digit - '0'), ExponentMax);
        }

        return (int)(text[0] == '-' ? -value : value);
    }
}
