using System.Globalization;

namespace Engagement.Templates;

/// <summary>Languages by name; a name that nobody knows must not stop a message.</summary>
static class Cultures
{
    static readonly CultureInfo Fallback = CultureInfo.GetCultureInfo("en");

    public static CultureInfo Of(string? locale)
    {
        for (var name = locale ?? ""; name.Length > 0; name = name[..Math.Max(name.LastIndexOf('-'), 0)])
        {
            if (Find(name) is { } culture)
            {
                return culture;
            }
        }

        return Fallback;
    }

    public static bool Knows(string locale) => Find(locale) is not null;

    static CultureInfo? Find(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
