using System.Collections.Frozen;
using NodaTime.TimeZones;
using NodaTime.Utility;

namespace Engagement.Time;

/// <summary>
/// The IANA time zone database: the one that was built in, unless the start has handed a newer one in. Never the
/// machine's: the same events must come to the same on every machine.
/// </summary>
public sealed class ZoneDatabase
{
    readonly FrozenDictionary<string, LocalZone> _zones;
    readonly FrozenDictionary<string, LocalZone>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    ZoneDatabase(TzdbDateTimeZoneSource source)
    {
        Version = source.TzdbVersion;
        _zones = source.GetIds().ToFrozenDictionary(id => id, id => new LocalZone(id, source), StringComparer.Ordinal);
        _bySpan = _zones.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The one in use. It is replaced before anything has asked for a zone, or not at all.</summary>
    public static ZoneDatabase Current { get; private set; } = new(TzdbDateTimeZoneSource.Default);

    /// <summary>IANA's name of the release, for example <c>2026b</c>.</summary>
    public string Version { get; }

    public IEnumerable<LocalZone> Zones => _zones.Values;

    /// <summary>Reads a compiled database (<c>.nzd</c>), and every zone in it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ZoneDatabase Read(byte[] nzd)
    {
        try
        {
            var database = new ZoneDatabase(TzdbDateTimeZoneSource.FromStream(new MemoryStream(nzd)));
            foreach (var zone in database.Zones)
            {
                _ = zone.Local(DateTimeOffset.UnixEpoch);
            }

            return database;
        }
        catch (Exception error) when (error
            is InvalidNodaDataException or IOException or ArgumentException or OverflowException)
        {
            throw new FormatException("It is no compiled time zone database (.nzd), or not all of one.", error);
        }
    }

    public static void Use(ZoneDatabase database) => Current = database;

    public LocalZone? Find(string? name) => name is null ? null : _zones.GetValueOrDefault(name);

    public LocalZone? Find(ReadOnlySpan<char> name) => _bySpan.TryGetValue(name, out var zone) ? zone : null;
}
