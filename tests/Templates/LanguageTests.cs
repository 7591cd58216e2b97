using System.Collections.Immutable;
using System.Globalization;
using Engagement.Messages;
using Engagement.Templates;

namespace Engagement.Tests.Templates;

/// <summary>Dates, numbers and letters, whatever the language of the customer, the text and the machine.</summary>
public sealed class LanguageTests
{
    const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    const string Beef = "\U00020BB7\u91CE\u5BB6";

    public static TheoryData<string> Locales { get; } =
        ["th-TH", "ar-SA", "fa-IR", "ar-EG", "hi-IN", "ne-NP", "en-US", "he-IL", "dz-BT", "ckb-IR", "ps-AF", "my-MM"];

    [Theory]
    [MemberData(nameof(Locales))]
    public void Numbers_of_a_date_are_Gregorian_and_plain_digits_in_every_language(string locale)
    {
        const string Pattern = "%F %Y %m %d %D %T %R %H:%I:%M:%S %j %V %u %y %e %k %l %G";

        var text = Fill.Text($"{{{{ date.parse '2026-01-31T13:05:09' | date.to_string '{Pattern}' }}}}", locale);

        Assert.Equal(
            "2026-01-31 2026 01 31 01/31/26 13:05:09 13:05 13:01:05:09 031 05 6 26 31 13  1 2026", text);
        Assert.Equal(text, Fill.Text(
            $"{{{{ date.parse '2026-01-31T13:05:09' | date.to_string '{Pattern}' '{locale}' }}}}", "en"));
        Assert.Contains("2026", Fill.Text("{{ date.parse '2026-01-31' }}", locale), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_a_date_are_the_same_in_every_culture_there_is()
    {
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.AllCultures).Where(culture => culture.Name != ""))
        {
            Assert.Equal("2026-01-31", Fill.Text("{{ date.to_string '2026-01-31' '%F' }}", culture.Name));
            Assert.NotEmpty(Fill.Text("{{ fmt.money 100 'USD' }}{{ fmt.date order.placedAt }}{{ 1.5 }}", culture.Name));
        }
    }

    [Theory]
    [InlineData("10:00")]
    [InlineData("10,5")]
    [InlineData("1.5")]
    [InlineData("12")]
    [InlineData("2026")]
    [InlineData("03/04/2026")]
    [InlineData("March 4")]
    [InlineData("Monday")]
    [InlineData("2026-3-4")]
    [InlineData("2026-02-30")]
    [InlineData("2026-03-04 10:00")]
    [InlineData("2026-03-04T10:00Z")]
    [InlineData("2026-03-04T10:00:00+1")]
    [InlineData(" 2026-03-04")]
    [InlineData("")]
    public void A_text_that_is_a_date_on_some_machines_only_is_none(string text)
    {
        foreach (var function in (string[])
            ["date.parse t", "fmt.date t", "date.add_days t 1", "date.add_hours t 1", "date.add_minutes t 1",
                "date.add_months t 1", "date.add_years t 1", "date.to_string t '%F'"])
        {
            Assert.Equal("", Fill.Text($"{{{{ t = '{text}'; {function} }}}}"));
        }
    }

    [Theory]
    [InlineData("2026-03-04T10:00:00Z", "2026-03-04 07:00:00")]
    [InlineData("2026-03-04t10:00:00z", "2026-03-04 07:00:00")]
    [InlineData("2026-03-04T10:00:00.123456789Z", "")]
    [InlineData("2026-03-04T10:00:00.1234567Z", "2026-03-04 07:00:00")]
    [InlineData("2026-03-04T10:00:00+01:00", "2026-03-04 06:00:00")]
    [InlineData("2026-03-04T10:00:00-09:30", "2026-03-04 16:30:00")]
    [InlineData("2026-03-04T10:00:00", "2026-03-04 10:00:00")]
    [InlineData("2026-03-04T10:00", "2026-03-04 10:00:00")]
    [InlineData("2026-03-04", "2026-03-04 00:00:00")]
    public void A_moment_is_what_RFC_3339_writes_and_is_shown_on_the_customers_clock(string text, string shown) =>
        Assert.Equal(shown, Fill.Text($"{{{{ date.to_string '{text}' '%F %T' }}}}"));

    [Theory]
    [InlineData("{{ '10.5' | string.to_double | math.format 'N1' 'en' }}", "10.5")]
    [InlineData("{{ '10,5' | string.to_double }}", "")]
    [InlineData("{{ '1.234' | string.to_int }}", "")]
    [InlineData("{{ 'abcdef' | string.slice '2' }}", "cdef")]
    public void Numbers_in_texts_are_read_the_same_in_every_language(string template, string result)
    {
        Assert.Equal(result, Fill.Text(template, "en"));
        Assert.Equal(result, Fill.Text(template, "de-DE"));
        Assert.Equal(result, Fill.Text(template, "fa-IR"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("th-TH")]
    [InlineData("cs-CZ")]
    public void The_machines_language_changes_nothing(string machine)
    {
        const string Template = "{{ ['\u00c4b', 'Zb', 'ab', 'ch', 'h'] | array.sort | array.join ' ' }}"
            + " {{ 'I' | string.downcase }} {{ 'title' | string.capitalize }} {{ 'istanbul' | string.upcase }}"
            + " {{ 1.5 }} {{ date.parse '2026-01-31' }} {{ 1234.5 | math.format 'N2' }}"
            + " {{ 'xy\u00adz' | string.starts_with 'xyz' }} {{ 'A\u00ad' | string.ends_with 'A' }}";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var expected = Fill.Text(Template);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(machine);
            Assert.Equal(expected, Fill.Text(Template));
            Assert.Contains("false false", expected, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("{{ t[0] }}", Beef, "\U00020BB7")]
    [InlineData("{{ t[-3] }}", Beef, "\U00020BB7")]
    [InlineData("{{ t[1] }}", Family + "x", "x")]
    [InlineData("{{ t.size }} {{ t | string.size }} {{ t | object.size }} {{ t | array.size }}", Beef, "3 3 3 3")]
    [InlineData("{{ t | string.slice 0 1 }}|{{ t | string.slice 1 }}", Beef, "\U00020BB7|\u91CE\u5BB6")]
    [InlineData("{{ t | string.slice (-1) }}|{{ t | string.slice (-9) 7 }}", Beef, "\u5BB6|\U00020BB7")]
    [InlineData("{{ t | string.slice 9 }}|{{ t | string.slice 0 (-1) }}", Beef, "|")]
    [InlineData("{{ t | string.truncate 2 '' }}", Beef, "\U00020BB7\u91CE")]
    [InlineData("{{ t | string.truncate 1 '' }}", Family + Family, Family)]
    [InlineData("{{ t | string.truncate 4 }}", "e\u0301e\u0301e\u0301e\u0301e\u0301", "e\u0301...")]
    [InlineData("{{ t | string.truncate 3 }}", Beef, Beef)]
    [InlineData("{{ t | string.capitalize }}", "\U00010428b", "\U00010400b")]
    [InlineData("{{ t | string.capitalizewords }}", "\U00010428b e\u0301a", "\U00010400b E\u0301a")]
    [InlineData("{{ t | string.pad_left 4 }}|{{ t | string.pad_right 4 }}|", Beef, " " + Beef + "|" + Beef + " |")]
    [InlineData("{{ t | string.handleize }}", Beef + "!", Beef)]
    [InlineData("{{ for c in t }}{{ c }},{{ end }}", Beef + Family, "\U00020BB7,\u91CE,\u5BB6," + Family + ",")]
    [InlineData("{{ t | array.first }}{{ t | array.last }}", Beef, "\U00020BB7\u5BB6")]
    [InlineData("{{ t | array.reverse | array.join '' }}", Beef, "\u5BB6\u91CE\U00020BB7")]
    [InlineData("{{ t | array.limit 1 | array.join '' }}", Beef, "\U00020BB7")]
    [InlineData("{{ t | array.uniq | array.join '-' }}", Beef, "\U00020BB7-\u91CE-\u5BB6")]
    [InlineData("{{ array.join t '-' }}", Beef, "\U00020BB7-\u91CE-\u5BB6")]
    public void No_letter_is_ever_cut_in_two(string template, string text, string result) =>
        Assert.Equal(result, Fill.Text("{{ t = '" + text + "' }}" + template));

    [Fact]
    public void Half_a_letter_cannot_be_written_into_a_template() => Assert.StartsWith(
        "Half a character",
        Assert.Single(TemplateCheck.Problems(Fill.Template(new(null, "{{ '\\ud842' }}", null)), null)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("de", "en", "de", "On Monday, April 20, 2026")]
    [InlineData("de", "en", "pt-BR", "Em segunda-feira, 20 de abril de 2026")]
    [InlineData("de", "de", "de", "On Montag, 20. April 2026")]
    [InlineData("de-AT", "de", "de-AT", "On Montag, 20. April 2026")]
    [InlineData("en-GB", "en", "en-GB", "On Monday, 20 April 2026")]
    [InlineData("pt-PT", "en", "pt-PT", "Em segunda-feira, 20 de abril de 2026")]
    [InlineData("zh-Hant-TW", "zh-Hans", "zh", "On 2026年4月20日星期一")]
    [InlineData("nonsense-XX", "fr", "", "On lundi 20 avril 2026")]
    public void Dates_follow_the_language_of_the_text_that_was_chosen(
        string customer, string language, string locale, string expected)
    {
        // The case of pt-BR is a customer of the variant; the others have none but their own.
        var reader = locale == "pt-BR" ? locale : customer;
        var template = new MessageTemplate(
            "t", 1, new(null, "On {{ fmt.date '2026-04-20' }}", null), null,
            ImmutableSortedDictionary<string, TemplateParts>.Empty
                .Add("pt", new(null, "Em {{ fmt.date '2026-04-20' }}", null)))
        {
            Language = language,
        };

        Assert.Equal(expected, Fill.Render(Fill.Source(template), reader).Text);
    }

    const string Day = "{{ fmt.date '2026-04-20' 'day' }}";

    [Fact]
    public void A_page_names_the_language_of_its_text_and_not_the_customers()
    {
        var layout = Fill.Template(
            new(null, "{{ language }} {{ direction }} " + Day + ": {{ content }}", null), id: "l");
        var template = new MessageTemplate(
            "t", 1, new(null, Day, "<p>x</p>"), "l",
            ImmutableSortedDictionary<string, TemplateParts>.Empty.Add("de", new(null, Day, null)));

        var arab = Fill.Render(Fill.Source(template, layout), "ar-EG");
        var german = Fill.Render(Fill.Source(template, layout), "de-AT");

        Assert.Equal("en ltr Monday: Monday", arab.Text);
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">", arab.Html, StringComparison.Ordinal);
        Assert.Equal("de-AT ltr Monday: Montag", german.Text);
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\"", german.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("und")]
    [InlineData("mul")]
    [InlineData("zxx")]
    [InlineData("und-DE")]
    [InlineData("root")]
    [InlineData("iv")]
    [InlineData("x-none")]
    [InlineData("en-001")]
    [InlineData("es-419")]
    [InlineData("ar-001")]
    [InlineData("en-150")]
    [InlineData("qps-ploc")]
    [InlineData("en-US-POSIX")]
    [InlineData("tlh")]
    [InlineData("i-klingon")]
    [InlineData("de-DE-u-co-phonebk")]
    [InlineData("c")]
    [InlineData("-")]
    [InlineData("x")]
    public void A_locale_of_no_language_gets_the_letter_all_the_same(string locale) => Assert.NotEmpty(Fill.Render(
        Fill.Source(Fill.Template(
            new("s", "{{ fmt.money order.total }} {{ fmt.date order.placedAt }} {{ language }}", "<p>x</p>"))),
        locale).Text!);

    [Fact]
    public void A_locale_of_no_language_gets_the_fallbacks_letter()
    {
        var template = Fill.Template(new(null, "{{ fmt.money order.total }} " + Day + " {{ language }}", null));

        Assert.Equal("$129.90 Monday en", Fill.Render(Fill.Source(template), "und").Text);
        Assert.False(Cultures.Knows("und"));
    }
}
