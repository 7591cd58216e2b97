using Engagement.Time;

namespace Engagement.Hosting;

/// <summary>
/// A newer time zone database than the one built in: governments change their clocks at shorter notice than releases
/// are made.
/// </summary>
static class TimeZoneFile
{
    /// <summary>Takes up the file that is set, if one is. To be called before anything asks for a zone.</summary>
    /// <exception cref="UnfitSettingException">The file is not there, or is none.</exception>
    public static void Use(Settings settings)
    {
        if (settings.TimeZones is { } path)
        {
            ZoneDatabase.Use(Read(path));
        }
    }

    static ZoneDatabase Read(string path)
    {
        try
        {
            return ZoneDatabase.Read(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new UnfitSettingException(
                $"{Settings.TimeZonesName} is '{path}', which cannot be used: {error.Message} Give a .nzd file from "
                + $"nodatime.org/tzdb, or leave it out for the built-in {ZoneDatabase.Current.Version}.");
        }
    }
}
