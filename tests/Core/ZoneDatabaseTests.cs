using Engagement.Tests.Support;
using Engagement.Time;

namespace Engagement.Tests.Core;

public sealed class ZoneDatabaseTests
{
    [Fact]
    public void A_newer_database_is_read_with_all_its_zones()
    {
        var newer = ZoneDatabase.Read(NewerZones.File);

        Assert.Equal(NewerZones.Version, newer.Version);
        Assert.NotEqual(NewerZones.Version, ZoneDatabase.Current.Version);
        Assert.Equal(
            ZoneDatabase.Current.Zones.Select(zone => zone.Id).Order(), newer.Zones.Select(zone => zone.Id).Order());
        Assert.Equal(
            new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), newer.Find("Europe/Berlin")!.Instant(new(2026, 3, 29, 2, 30, 0)));
    }

    [Fact]
    public void A_database_that_was_cut_off_is_none()
    {
        for (var length = 0; length < NewerZones.File.Length - 1; length += 4_999)
        {
            var error = Assert.Throws<FormatException>(() => ZoneDatabase.Read(NewerZones.File[..length]));
            Assert.Equal("It is no compiled time zone database (.nzd), or not all of one.", error.Message);
        }
    }

    [Fact]
    public void Every_zone_of_the_machine_is_known()
    {
        var unknown = TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId && !LocalZone.Knows(zone.Id));

        Assert.Empty(unknown.Select(zone => zone.Id));
    }
}
