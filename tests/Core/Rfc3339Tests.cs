using System.Text;
using Engagement.Time;

namespace Engagement.Tests.Core;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2015-07-01T01:59:60.5+02:00", "2015-07-01T00:00:00.5Z")]
    public void A_leap_second_is_the_second_after_it(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out var instant));
        Assert.Equal(DateTimeOffset.Parse(expected, null), instant);
    }

    [Theory]
    [InlineData("2016-12-30T23:59:60Z")]
    [InlineData("2016-03-31T23:59:60Z")]
    [InlineData("2016-06-30T22:59:60Z")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("0001-01-01T00:00:60+00:01")]
    public void There_is_none_but_at_the_end_of_June_and_December(string text) =>
        Assert.False(Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", true)]
    [InlineData("0001-01-01T00:00:00+00:01", false)]
    [InlineData("9999-12-31T23:59:59.9999999Z", true)]
    [InlineData("9999-12-31T23:59:59-00:01", false)]
    public void The_first_and_the_last_instant_are_the_calendars(string text, bool expected) =>
        Assert.Equal(expected, Rfc3339.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
