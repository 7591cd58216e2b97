using Engagement.Tests.Support;
using Engagement.Time;

namespace Engagement.Tests.Core;

/// <summary>
/// Every zone there is, at every change of its clocks in these years, against figures that the tests find by looking
/// at the clock.
/// </summary>
public sealed class ZoneTests
{
    static readonly DateTimeOffset _from = new(2005, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset _to = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    static readonly Lazy<List<Change>> _changes = new(() =>
        [.. ZoneDatabase.Current.Zones.OrderBy(zone => zone.Id, StringComparer.Ordinal).SelectMany(Changes)]);

    [Fact]
    public void Clocks_change_often_enough_for_these_tests_to_mean_something()
    {
        Assert.True(_changes.Value.Count(change => change.Shift > TimeSpan.Zero) > 5_000);
        Assert.True(_changes.Value.Count(change => change.Shift < TimeSpan.Zero) > 5_000);
    }

    [Fact]
    public void A_time_that_is_skipped_becomes_the_first_instant_after_the_gap()
    {
        foreach (var (zone, at, before, shift) in _changes.Value.Where(change => change.Shift > TimeSpan.Zero))
        {
            var gap = at.UtcDateTime + before;
            Same(at, zone.Instant(gap), zone);
            Same(at, zone.Instant(gap + (shift / 2)), zone);
            Same(at, zone.Instant(gap + shift - _second), zone);
            Same(at, zone.Instant(gap + shift), zone);
            Same(at - _second, zone.Instant(gap - _second), zone);
        }
    }

    [Fact]
    public void Of_a_time_that_comes_twice_the_first_is_meant()
    {
        foreach (var (zone, at, before, shift) in _changes.Value.Where(change => change.Shift < TimeSpan.Zero))
        {
            var twice = at.UtcDateTime + before + shift;
            Same(at + shift, zone.Instant(twice), zone);
            Same(at + (shift / 2), zone.Instant(twice - (shift / 2)), zone);
            Same(at - _second, zone.Instant(twice - shift - _second), zone);
            Same(at - shift, zone.Instant(twice - shift), zone);
        }
    }

    [Fact]
    public void What_a_clock_shows_leads_back_to_the_instant_or_to_the_first_at_which_it_shows_that()
    {
        foreach (var (zone, at, _, shift) in _changes.Value)
        {
            foreach (var minutes in (ReadOnlySpan<int>)[-600, -61, -1, 0, 1, 14, 31, 59, 61, 600])
            {
                var instant = at.AddMinutes(minutes);
                var isSecond = shift < TimeSpan.Zero && instant >= at && instant < at - shift;
                Same(isSecond ? instant + shift : instant, zone.Instant(zone.Local(instant)), zone);
            }
        }
    }

    [Fact]
    public void Nobody_is_written_to_early_or_while_it_is_quiet()
    {
        foreach (var (zone, at, _, _) in _changes.Value.Where((_, i) => i % (7 * Cases.Divisor) == 0))
        {
            foreach (var hours in (ReadOnlySpan<int>)[-30, -24, -23, -3, -1, 0, 1])
            {
                var instant = at.AddHours(hours);
                var later = Period.OfDays(1).After(instant, zone);
                Assert.True(zone.Local(later) >= zone.Local(instant).AddDays(1), $"{zone.Id} {instant:O}");

                var window = new LocalWindow((60 * (48 + hours) % 1440) + 7, 1440);
                var opens = window.Next(instant, zone);
                Assert.True(opens >= instant && window.IsOpen(opens, zone), $"{window} {zone.Id} {instant:O}");
                Assert.True(
                    opens == instant || !window.IsOpen(opens - _second, zone), $"{window} {zone.Id} {instant:O}");
            }
        }
    }

    [Fact]
    public void A_zone_is_found_without_taking_memory()
    {
        _ = LocalZone.Of("Europe/Berlin").Local(_from);
        var before = GC.GetAllocatedBytesForCurrentThread();

        _ = LocalZone.Of("Europe/Berlin").Local(_from);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static IEnumerable<Change> Changes(LocalZone zone)
    {
        for (var (day, offset) = (_from, Offset(zone, _from)); day < _to; day = day.AddDays(1))
        {
            if (Offset(zone, day.AddDays(1)) is var next && next != offset)
            {
                yield return new(zone, Between(zone, day, day.AddDays(1), offset), offset, next - offset);
                offset = next;
            }
        }
    }

    // The first second at which the clock no longer stands as it stood.
    static DateTimeOffset Between(LocalZone zone, DateTimeOffset before, DateTimeOffset after, TimeSpan offset)
    {
        while (after - before > _second)
        {
            var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
            (before, after) = Offset(zone, middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }

    static TimeSpan Offset(LocalZone zone, DateTimeOffset instant) => zone.Local(instant) - instant.UtcDateTime;

    static void Same(DateTimeOffset expected, DateTimeOffset actual, LocalZone zone) =>
        Assert.True(expected == actual, $"{zone.Id}: {actual:O} instead of {expected:O}");

    /// <param name="Before">How far the clock is ahead of UTC until then.</param>
    /// <param name="Shift">How far it is moved.</param>
    sealed record Change(LocalZone Zone, DateTimeOffset At, TimeSpan Before, TimeSpan Shift);
}
