using System.Globalization;
using Engagement.Time;

namespace Engagement.Tests.Core;

/// <summary>Berlin goes forward on 2026-03-29 from 02:00 to 03:00 and back on 2026-10-25 from 03:00 to 02:00.</summary>
public sealed class LocalTimeTests
{
    static readonly LocalZone _berlin = LocalZone.Of("Europe/Berlin");

    [Theory]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00Z")]
    [InlineData("2026-03-29T02:00", "2026-03-29T01:00Z")]
    [InlineData("2026-03-29T03:00", "2026-03-29T01:00Z")]
    [InlineData("2026-03-29T01:59", "2026-03-29T00:59Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30Z")]
    [InlineData("2026-10-25T01:59", "2026-10-24T23:59Z")]
    [InlineData("2026-10-25T03:00", "2026-10-25T02:00Z")]
    public void A_wall_clock_has_one_instant_even_when_clocks_change(string local, string instant) =>
        Assert.Equal(At(instant), _berlin.Instant(Local(local)));

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z")]
    public void Unusual_gaps_end_at_their_first_instant(string zone, string local, string instant) =>
        Assert.Equal(At(instant), LocalZone.Of(zone).Instant(Local(local)));

    [Theory]
    [InlineData("Nowhere/Land")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("../../etc/passwd")]
    [InlineData("UTC+05:30")]
    [InlineData("europe/berlin")]
    public void A_zone_that_is_none_counts_as_utc(string? zone) =>
        Assert.Equal(LocalZone.Utc, LocalZone.Of(zone));

    [Theory]
    [InlineData("2026-03-28T11:00Z", "2026-03-29T10:00Z")]
    [InlineData("2026-10-24T10:00Z", "2026-10-25T11:00Z")]
    public void A_day_stays_a_day_on_the_wall_clock(string from, string to) =>
        Assert.Equal(At(to), Period.OfDays(1).After(At(from), _berlin));

    [Fact]
    public void Hours_are_exact_when_clocks_change() => Assert.Equal(
        At("2026-03-29T11:00Z"), Period.Of(TimeSpan.FromHours(24)).After(At("2026-03-28T11:00Z"), _berlin));

    [Fact]
    public void A_month_after_the_thirty_first_is_the_last_day_of_the_next() => Assert.Equal(
        At("2026-02-28T12:00Z"), new Period(1, 0, default).After(At("2026-01-31T12:00Z"), LocalZone.Utc));

    [Theory]
    [InlineData("2026-03-27T05:00Z", "2026-03-27T09:00Z")]
    [InlineData("2026-03-27T09:30Z", "2026-03-27T09:30Z")]
    [InlineData("2026-03-27T18:00Z", "2026-03-28T09:00Z")]
    [InlineData("2026-03-28T20:00Z", "2026-03-29T08:00Z")]
    public void A_window_opens_by_the_local_clock(string from, string opens) =>
        Assert.Equal(At(opens), new LocalWindow(10 * 60, 19 * 60).Next(At(from), _berlin));

    [Theory]
    [InlineData("0001-01-01T00:00Z")]
    [InlineData("9989-12-31T00:00Z")]
    [InlineData("9999-12-31T23:59Z")]
    public void At_the_ends_of_the_calendar_a_window_is_not_waited_for(string from) =>
        Assert.Equal(At(from), new LocalWindow(10 * 60, 11 * 60, 0b000_0100).Next(At(from), _berlin));

    [Fact]
    public void A_window_on_workdays_waits_over_the_weekend() => Assert.Equal(
        At("2026-03-30T08:00Z"), new LocalWindow(600, 1140, 0b011_1110).Next(At("2026-03-27T18:00Z"), _berlin));

    [Fact]
    public void A_window_inside_the_gap_of_the_clocks_opens_on_the_next_day_that_has_it() => Assert.Equal(
        At("2026-03-30T00:15Z"), new LocalWindow(135, 165).Next(At("2026-03-28T12:00Z"), _berlin));

    [Fact]
    public void A_window_on_one_day_of_the_week_inside_the_gap_opens_a_week_later() => Assert.Equal(
        At("2026-04-05T00:15Z"), new LocalWindow(135, 165, 0b000_0001).Next(At("2026-03-28T12:00Z"), _berlin));

    [Fact]
    public void A_window_until_midnight_is_open_until_the_day_ends()
    {
        var window = new LocalWindow(23 * 60, 24 * 60);

        Assert.True(window.IsOpen(At("2026-01-01T22:59Z"), _berlin));
        Assert.False(window.IsOpen(At("2026-01-01T23:00Z"), _berlin));
    }

    [Fact]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_opens()
    {
        // Mondays from 22:00 to 06:00.
        var window = new LocalWindow(22 * 60, 6 * 60, 0b000_0010);

        Assert.True(window.IsOpen(At("2026-01-05T21:00Z"), _berlin));
        Assert.True(window.IsOpen(At("2026-01-06T04:59Z"), _berlin));
        Assert.False(window.IsOpen(At("2026-01-06T05:00Z"), _berlin));
        Assert.False(window.IsOpen(At("2026-01-05T04:59Z"), _berlin));
        Assert.Equal(At("2026-01-12T21:00Z"), window.Next(At("2026-01-06T12:00Z"), _berlin));
    }

    [Fact]
    public void Every_window_in_every_zone_opens_within_two_weeks_and_is_open_then()
    {
        var random = new Random(11);
        var zones = ZoneDatabase.Current.Zones.OrderBy(zone => zone.Id, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < 3_000; i++)
        {
            var from = random.Next(0, 1439);
            var window = new LocalWindow(from, random.Next(1, 1441), random.Next(1, 128));
            var instant = At("2026-01-01T00:00Z").AddMinutes(random.Next(0, 365 * 1440));
            var zone = zones[random.Next(zones.Length)];

            var opens = window.Next(instant, zone);

            Assert.True(opens >= instant && opens <= instant.AddDays(15), $"{window} from {instant:O} in {zone.Id}");
            Assert.True(window.IsOpen(opens, zone));
        }
    }

    [Fact]
    public void Dates_at_the_ends_of_the_calendar_stay_where_they_are()
    {
        Assert.Equal(DateTimeOffset.MaxValue, Period.OfDays(1).After(DateTimeOffset.MaxValue, _berlin));
        Assert.Equal(DateTimeOffset.MinValue, Period.OfDays(1).Before(DateTimeOffset.MinValue, _berlin));
    }

    [Fact]
    public void A_window_with_a_zone_of_its_own_is_open_by_that_zones_clock()
    {
        var window = new LocalWindow(9 * 60, 10 * 60, Zone: "Asia/Tokyo");

        Assert.True(window.IsOpen(At("2026-01-01T00:30Z"), _berlin));
        Assert.False(window.IsOpen(At("2026-01-01T08:30Z"), _berlin));
        Assert.Equal(At("2026-01-02T00:00Z"), window.Next(At("2026-01-01T08:30Z"), _berlin));
    }

    [Fact]
    public void A_window_that_never_opens_says_so() => Assert.Equal(
        "A window from 60 to 120 on days 0 never opens in Europe/Berlin.",
        Assert.Throws<InvalidOperationException>(() =>
            new LocalWindow(60, 120, Days: 0).Next(At("2026-01-01T00:00Z"), _berlin)).Message);

    [Theory]
    [InlineData("0099-12-31T23:59Z", true)]
    [InlineData("0100-01-01T00:00Z", false)]
    [InlineData("9900-12-31T23:59Z", false)]
    [InlineData("9901-01-01T00:00Z", true)]
    public void The_calendar_is_reckoned_with_from_the_year_100_to_9900(string instant, bool atAnEnd) =>
        Assert.Equal(atAnEnd, LocalZone.IsAtAnEnd(At(instant)));

    [Fact]
    public void Nothing_waits_longer_than_ten_years()
    {
        var now = At("2026-01-01T00:00Z");

        Assert.False(Period.IsBeyond(now.AddYears(Period.YearsMax), now));
        Assert.True(Period.IsBeyond(now.AddYears(Period.YearsMax).AddTicks(1), now));
    }

    [Theory]
    [InlineData(1, 0, 0, "2026-03-30T10:00Z", "2026-02-28T11:00Z")]
    [InlineData(0, 1, 0, "2026-03-29T10:00Z", "2026-03-28T11:00Z")]
    [InlineData(0, 0, 24, "2026-03-29T11:00Z", "2026-03-28T11:00Z")]
    public void Before_goes_back_on_the_wall_clock(int months, int days, int hours, string from, string to) =>
        Assert.Equal(At(to), new Period(months, days, TimeSpan.FromHours(hours)).Before(At(from), _berlin));

    [Fact]
    public void A_period_is_nothing_only_when_it_has_no_part()
    {
        Assert.True(default(Period).IsNothing);
        Assert.False(new Period(1, 0, default).IsNothing);
        Assert.False(Period.OfDays(1).IsNothing);
        Assert.False(Period.Of(TimeSpan.FromTicks(1)).IsNothing);
    }

    static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    static DateTime Local(string local) => DateTime.Parse(local, CultureInfo.InvariantCulture);
}
