using System.Globalization;
using System.Text;

namespace Engagement.Templates;

/// <summary>
/// Patterns such as <c>%d.%m.%Y</c>. Numbers are those of the Gregorian calendar, in digits from 0 to 9, whatever the
/// language: they are read by machines, too. Names are the language's.
/// </summary>
static class DatePattern
{
    public static string Write(DateTime at, string pattern, CultureInfo gregorian)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%' && i + 1 < pattern.Length)
            {
                i++;
                text.Append(Part(at, pattern[i], gregorian) ?? $"%{pattern[i]}");
            }
            else
            {
                text.Append(pattern[i]);
            }
        }

        return text.ToString();
    }

    static string? Part(DateTime at, char sign, CultureInfo gregorian) => sign switch
    {
        'F' => Write(at, "%Y-%m-%d", gregorian),
        'D' => Write(at, "%m/%d/%y", gregorian),
        'T' => Write(at, "%H:%M:%S", gregorian),
        'R' => Write(at, "%H:%M", gregorian),
        'r' => Write(at, "%I:%M:%S %p", gregorian),
        'a' => at.ToString("ddd", gregorian),
        'A' => at.ToString("dddd", gregorian),
        // With the day before it a month's name takes another form in some languages.
        'b' or 'h' => gregorian.DateTimeFormat.AbbreviatedMonthNames[at.Month - 1],
        'B' => gregorian.DateTimeFormat.MonthNames[at.Month - 1],
        'p' => HalfOfDay(at, gregorian),
        'P' => HalfOfDay(at, gregorian).ToLower(gregorian),
        'x' => at.ToString("d", gregorian),
        'X' => at.ToString("T", gregorian),
        'c' => at.ToString("ddd MMM dd HH:mm:ss yyyy", gregorian),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => Number(at, sign),
    };

    static string? Number(DateTime at, char sign) => sign switch
    {
        'd' => Digits(at.Day, 2),
        'e' => Digits(at.Day, 1).PadLeft(2),
        'm' => Digits(at.Month, 2),
        'y' => Digits(at.Year % 100, 2),
        'Y' => Digits(at.Year, 4),
        'C' => Digits(at.Year / 100, 2),
        'G' => Digits(ISOWeek.GetYear(at), 4),
        'V' => Digits(ISOWeek.GetWeekOfYear(at), 2),
        'H' => Digits(at.Hour, 2),
        'k' => Digits(at.Hour, 1).PadLeft(2),
        'I' => Digits(Twelve(at), 2),
        'l' => Digits(Twelve(at), 1).PadLeft(2),
        'M' => Digits(at.Minute, 2),
        'S' => Digits(at.Second, 2),
        'L' => Digits(at.Millisecond, 3),
        'N' => Digits((int)(at.Ticks % TimeSpan.TicksPerSecond) * 100, 9),
        'j' => Digits(at.DayOfYear, 3),
        'u' => Digits(at.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)at.DayOfWeek, 1),
        'w' => Digits((int)at.DayOfWeek, 1),
        _ => null,
    };

    static int Twelve(DateTime at) => at.Hour % 12 == 0 ? 12 : at.Hour % 12;

    static string HalfOfDay(DateTime at, CultureInfo gregorian)
    {
        var format = gregorian.DateTimeFormat;
        var (name, otherwise) = at.Hour < 12 ? (format.AMDesignator, "AM") : (format.PMDesignator, "PM");
        return name.Length > 0 ? name : otherwise;
    }

    static string Digits(int number, int width) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
}
