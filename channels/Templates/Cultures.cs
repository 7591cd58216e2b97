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

    // The platform knows tags for "no language", and gives them a culture without a place that nothing can be written
    // in.
    static CultureInfo? Find(string name)
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo(name, predefinedOnly: true);
            return culture.Name.Split('-')[0] is "" or "und" or "mul" or "mis" or "zxx" or "root" ? null : culture;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
