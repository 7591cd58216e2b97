using System.Collections.Concurrent;
using System.Globalization;

namespace Engagement.Templates;

/// <summary>Languages by name; a name that nobody knows must not stop a message.</summary>
static class Cultures
{
    static readonly CultureInfo Fallback = CultureInfo.GetCultureInfo("en");

    static readonly ConcurrentDictionary<string, CultureInfo> InGregorian = new(StringComparer.Ordinal);

    public static CultureInfo Of(string? locale) => Found(locale) ?? Fallback;

    public static bool Knows(string locale) => Find(locale) is not null;

    /// <summary>
    /// How numbers and dates look in a text: the customer's way where the text is in the customer's language, else the
    /// way of the text. A date in another language would stand in the middle of a sentence.
    /// </summary>
    public static CultureInfo Between(string text, string? customer) =>
        Found(customer) is { } own && Of(text) is var written
            && own.TwoLetterISOLanguageName == written.TwoLetterISOLanguageName
            && (!Differ(Script(own), Script(written)))
                ? own
                : Of(text);

    /// <summary>The same language, counting years and months as most of the world does.</summary>
    public static CultureInfo Gregorian(CultureInfo culture) => culture.Calendar is GregorianCalendar
        ? culture
        : InGregorian.GetOrAdd(culture.Name, static name =>
        {
            var own = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
            var calendar = own.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault();
            own.DateTimeFormat = calendar is null
                ? CultureInfo.InvariantCulture.DateTimeFormat
                : With(own.DateTimeFormat, calendar);
            return CultureInfo.ReadOnly(own);
        });

    /// <summary>Where the language is spoken; null where its name does not say it.</summary>
    public static RegionInfo? Region(CultureInfo culture)
    {
        try
        {
            return culture.IsNeutralCulture ? null : new RegionInfo(culture.Name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    static DateTimeFormatInfo With(DateTimeFormatInfo format, GregorianCalendar calendar)
    {
        format.Calendar = calendar;
        return format;
    }

    static CultureInfo? Found(string? locale)
    {
        for (var name = locale ?? ""; name.Length > 0; name = name[..Math.Max(name.LastIndexOf('-'), 0)])
        {
            if (Find(name) is { } culture)
            {
                return culture;
            }
        }

        return null;
    }

    /// <summary>Names of no language at all, such as und, are known to the platform; they choose nothing.</summary>
    static CultureInfo? Find(string name)
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo(name, predefinedOnly: true);
            return culture.TwoLetterISOLanguageName is "iv" or "und" or "mul" or "zxx" or "mis" or "root" or ""
                ? null
                : culture;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;

    /// <summary>The Hant of zh-Hant-TW.</summary>
    static string? Script(CultureInfo culture) =>
        culture.Name.Split('-').Skip(1).FirstOrDefault(piece => piece.Length == 4 && char.IsLetter(piece[0]));
}
