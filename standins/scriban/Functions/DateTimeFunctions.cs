using System.Globalization;
using System.Text;
using Scriban.Runtime;

namespace Scriban.Functions;

static class DateTimeFunctions
{
    const string DefaultFormat = "%d %b %Y";

    public static ScriptObject Create()
    {
        var functions = new ScriptObject();
        functions.Import("add_days", (DateTime date, double days) => date.AddDays(days));
        functions.Import("add_hours", (DateTime date, double hours) => date.AddHours(hours));
        functions.Import("add_minutes", (DateTime date, double minutes) => date.AddMinutes(minutes));
        functions.Import("add_months", (DateTime date, int months) => date.AddMonths(months));
        functions.Import("add_years", (DateTime date, int years) => date.AddYears(years));
        functions.Import("to_string", Formatted);
        return functions;
    }

    static string? Formatted(TemplateContext context, DateTime? date, string pattern, string? culture = null)
    {
        if (date is not { } value)
        {
            return null;
        }

        var current = culture is null ? context.CurrentCulture : CultureInfo.GetCultureInfo(culture);
        var text = new StringBuilder();
        var rest = pattern == "%g" ? "%g " + DefaultFormat : pattern;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] != '%' || i + 1 == rest.Length)
            {
                text.Append(rest[i]);
            }
            else if (rest[++i] == 'g')
            {
                current = CultureInfo.InvariantCulture;
            }
            else
            {
                text.Append(Part(value, rest[i], current) ?? "%" + rest[i]);
            }
        }

        return text.ToString();
    }

    static string? Part(DateTime date, char code, CultureInfo culture) => code switch
    {
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        'C' => (date.Year / 100).ToString("D2", culture),
        'j' => date.DayOfYear.ToString("D3", culture),
        's' => new DateTimeOffset(date.ToUniversalTime()).ToUnixTimeSeconds().ToString(culture),
        'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(culture),
        'w' => ((int)date.DayOfWeek).ToString(culture),
        'U' => Week(date, culture, culture.DateTimeFormat.CalendarWeekRule, DayOfWeek.Sunday),
        'V' => Week(date, culture, CalendarWeekRule.FirstFourDayWeek, DayOfWeek.Monday),
        'W' => Week(date, culture, culture.DateTimeFormat.CalendarWeekRule, DayOfWeek.Monday),
        'v' => string.Create(
            CultureInfo.InvariantCulture, $"{date.Day,2}-{date:MMM}-{date.Year:D4}").ToUpperInvariant(),
        'P' => date.ToString("tt", culture).ToLowerInvariant(),
        _ => Pattern(code) is { } pattern ? Padded(date.ToString(pattern, culture), code) : null,
    };

    static string Padded(string text, char code) => code is 'e' or 'k' or 'l' ? text.PadLeft(2) : text;

    static string Week(DateTime date, CultureInfo culture, CalendarWeekRule rule, DayOfWeek first) =>
        culture.Calendar.GetWeekOfYear(date, rule, first).ToString("D2", culture);

    static string? Pattern(char code) => code switch
    {
        'a' => "ddd",
        'A' => "dddd",
        'b' or 'h' => "MMM",
        'B' => "MMMM",
        'c' => "ddd MMM dd HH:mm:ss yyyy",
        'd' => "dd",
        'D' => "MM/dd/yy",
        'e' => "%d",
        'F' => "yyyy-MM-dd",
        'H' => "HH",
        'I' => "hh",
        'k' => "%H",
        'l' => "%h",
        'L' => "fff",
        'm' => "MM",
        'M' => "mm",
        'N' => "fffffff00",
        'p' => "tt",
        'r' => "hh:mm:ss tt",
        'R' => "HH:mm",
        'S' => "ss",
        'T' => "HH:mm:ss",
        'x' => "d",
        'X' => "T",
        'y' => "yy",
        'Y' => "yyyy",
        'Z' => "zzz",
        _ => null,
    };
}
