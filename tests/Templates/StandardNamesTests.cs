using System.Globalization;
using Engagement.Time;

namespace Engagement.Tests.Templates;

/// <summary>Languages, currencies and zones are those of the standards, not of the platform.</summary>
public sealed class StandardNamesTests
{
    [Theory]
    [InlineData("und")]
    [InlineData("und-Latn")]
    [InlineData("mul")]
    [InlineData("zxx")]
    [InlineData("mis")]
    [InlineData("root")]
    [InlineData("qaa-x-shop")]
    [InlineData("en-XX-variant")]
    public void A_tag_of_no_language_gets_the_letter_that_everybody_gets(string locale) => Assert.Equal(
        "$1,234.56 Monday",
        Fill.Text("{{ 123456 | fmt.money 'USD' }} {{ fmt.date '2026-03-09T12:00:00Z' 'day' }}", locale));

    [Fact]
    public void Money_can_be_written_in_every_language_there_is()
    {
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.AllCultures))
        {
            Assert.NotEqual("", Fill.Text("{{ 123456 | fmt.money 'BRL' }}", culture.Name));
        }
    }

    [Theory]
    [InlineData("CLF", "CLF 12.3456")]
    [InlineData("UYW", "UYW 12.3456")]
    [InlineData("UYI", "UYI 123,456")]
    [InlineData("BHD", "BHD 123.456")]
    [InlineData("XAF", "XAF 123,456")]
    [InlineData("CHF", "CHF 1,234.56")]
    public void Money_has_as_many_places_as_its_currency(string currency, string text) => Assert.Equal(
        text, Fill.Text($"{{{{ 123456 | fmt.money '{currency}' }}}}", "en").Replace('\u00A0', ' '));

    [Theory]
    [InlineData("localtime")]
    [InlineData("posixrules")]
    [InlineData("Factory")]
    [InlineData("right/UTC")]
    [InlineData("posix/UTC")]
    [InlineData("europe/berlin")]
    [InlineData("UTC ")]
    public void A_zone_that_is_no_place_is_none(string name) => Assert.False(LocalZone.Knows(name));
}
