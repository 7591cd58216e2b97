namespace Engagement.Time;

/// <summary>
/// The one notation of instants: RFC 3339 with its offset. It knows no machine's zone and no culture, takes
/// <c>t</c> and <c>z</c> in lower case and every offset up to 23:59 as the standard does, and a leap second, at the end
/// of June or December, as the second after it.
/// </summary>
public static class Rfc3339
{
    /// <summary>Characters of the shortest there is.</summary>
    public const int LengthMin = SecondsEnd + 1;

    /// <summary>Characters of the longest that is looked at; only its fraction could be longer.</summary>
    public const int LengthMax = 64;

    // 2026-03-09T12:00:00
    const int SecondsEnd = 19;
    const int FractionDigits = 7;

    /// <param name="utc">In UTC. What is finer than a ten-millionth of a second is cut off.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset utc)
    {
        utc = default;
        if (text.Length is < LengthMin or > LengthMax || !TrySecond(text, out var ticks, out var isLeap) ||
            !TryFraction(ref text, out var fraction) || !TryOffset(text, out var offset))
        {
            return false;
        }

        ticks -= offset * TimeSpan.TicksPerMinute;
        if (!IsInstant(ticks) || (isLeap && !CanBeLeap(new(ticks, TimeSpan.Zero))))
        {
            return false;
        }

        ticks += fraction + (isLeap ? TimeSpan.TicksPerSecond : 0);
        if (!IsInstant(ticks))
        {
            return false;
        }

        utc = new(ticks, TimeSpan.Zero);
        return true;
    }

    static bool TrySecond(ReadOnlySpan<byte> text, out long ticks, out bool isLeap)
    {
        (ticks, isLeap) = (0, false);
        if (text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t') || text[13] != ':' ||
            text[16] != ':' ||
            !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) ||
            !TryNumber(text[8..10], out var day) || !TryNumber(text[11..13], out var hour) ||
            !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second) ||
            year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) ||
            hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        isLeap = second == 60;
        ticks = new DateTime(year, month, day, hour, minute, isLeap ? 59 : second, DateTimeKind.Utc).Ticks;
        return true;
    }

    static bool IsInstant(long ticks) =>
        ticks >= DateTimeOffset.MinValue.UtcTicks && ticks <= DateTimeOffset.MaxValue.UtcTicks;

    // The last second of June or December: nowhere else was ever one added (RFC 3339, appendix D).
    static bool CanBeLeap(DateTimeOffset before) =>
        before is { Month: 6, Day: 30 } or { Month: 12, Day: 31 } && before.TimeOfDay == new TimeSpan(23, 59, 59);

    // Leaves the offset.
    static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        text = text[SecondsEnd..];
        if (text[0] != '.')
        {
            return true;
        }

        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 1)
        {
            return false;
        }

        for (var i = 0; i < FractionDigits; i++)
        {
            ticks = (ticks * 10) + (i < digits ? text[1 + i] - '0' : 0);
        }

        text = text[(1 + digits)..];
        return true;
    }

    static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z' or (byte)'z'])
        {
            return true;
        }

        if (text is not [(byte)'+' or (byte)'-', _, _, (byte)':', _, _] ||
            !TryNumber(text[1..3], out var hour) || !TryNumber(text[4..6], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
