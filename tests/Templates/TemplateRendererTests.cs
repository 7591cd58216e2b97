using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Messages;
using Engagement.Templates;

namespace Engagement.Tests.Templates;

public sealed class TemplateRendererTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("{{ order.id }}")]
    [InlineData("{{ for i in 1..9 }}x{{ end }}")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("</title><img src=x onerror=alert(1)>")]
    [InlineData("{%{ }%} {{- -}}")]
    [InlineData("مرحبا ‮ 你好 👋 é")]
    public void What_a_customer_wrote_comes_out_inert(string name)
    {
        var model = Fill.Json($$"""{ "customer": { "name": {{JsonSerializer.Serialize(name)}} } }""");

        var html = Fill.Html("<p title=\"{{ customer.name }}\">{{ customer.name }}</p>", model: model);

        Assert.Equal($"<p title=\"{Markup.Escape(name)}\">{Markup.Escape(name)}</p>", html);
        Assert.Equal(name, System.Net.WebUtility.HtmlDecode(Markup.Escape(name)));
        Assert.DoesNotContain('<', Markup.Escape(name));
        Assert.DoesNotContain('"', Markup.Escape(name));
        Assert.Equal($"Hello {name}!", Fill.Text("Hello {{ customer.name }}!", model: model));
    }

    [Theory]
    [InlineData("{{ customer.name | string.append '<' }}")]
    [InlineData("{{ html.escape customer.name }}<")]
    [InlineData("{{ capture c }}{{ customer.name }}{{ end }}{{ c + '<' }}")]
    [InlineData("{{ [customer.name] }}")]
    [InlineData("{{ {a: customer.name} }}")]
    [InlineData("{{ customer.name | string.split ' ' | array.join '<' }}")]
    public void No_filter_lets_markup_of_a_customer_through(string template)
    {
        var model = Fill.Json("""{ "customer": { "name": "<script> alert(1)" } }""");
        Assert.DoesNotContain("<script", Fill.Html(template, model: model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_is_one_line_whatever_the_customer_is_called()
    {
        var model = Fill.Json("""{ "customer": { "name": "Ana\r\nBcc: all@example.com\u2028x\u0000\u0085y\t z" } }""");

        Assert.Equal(
            "Hello Ana Bcc: all@example.com x y z", Fill.Subject("\n Hello\n {{ customer.name }}\n", model));
    }

    [Theory]
    [InlineData("pt-BR", "assunto BR", "texto")]
    [InlineData("PT-br", "assunto BR", "texto")]
    [InlineData("pt-PT", "assunto", "texto")]
    [InlineData("pt", "assunto", "texto")]
    [InlineData("de-DE", "subject", "text")]
    [InlineData("", "subject", "text")]
    public void Each_part_falls_back_to_the_nearest_language(string locale, string subject, string text)
    {
        var template = new MessageTemplate(
            "t", 1, new("subject", "text", null), null, ImmutableSortedDictionary<string, TemplateParts>.Empty
                .Add("pt", new("assunto", "texto", null))
                .Add("pt-BR", new("assunto BR", null, null)));

        var message = Fill.Render(Fill.Source(template), locale);

        Assert.Equal((subject, text), (message.Subject, message.Text));
    }

    [Fact]
    public void A_layout_goes_round_each_part_and_does_not_escape_the_content_twice()
    {
        var layout = Fill.Template(new(
            "ignored", "{{ content }}\n-- {{ brand.footer }}", "<html><h1>{{ subject }}</h1>{{ content }}"), id: "l");
        var template = Fill.Template(
            new("A & B", "Hi {{ event.carrier }}", "<p>{{ event.carrier }}</p>"), "l");

        var message = Fill.Render(Fill.Source(template, layout));

        Assert.Equal("A & B", message.Subject);
        Assert.Equal("Hi Swift & Sons\n-- Lumen Ltd, 1 Light Street", message.Text);
        Assert.Equal("<html><h1>A &amp; B</h1><p>Swift &amp; Sons</p>", message.Html);
    }

    [Fact]
    public void What_a_customer_calls_content_does_not_get_into_the_layout()
    {
        var model = Fill.Json("""{ "content": "<b>", "subject": "<i>", "string": "x", "brand": {"name": "evil"} }""");

        Assert.Equal("|A|Lumen", Fill.Html("{{ content }}|{{ string.upcase 'a' }}|{{ brand.name }}", model: model));
    }

    [Fact]
    public void Markup_that_is_no_page_gets_one_in_the_customers_language()
    {
        var message = Fill.Render(new TemplateParts("Hi <you>", null, "<p>x</p>"), "ar-EG");

        Assert.StartsWith("<!doctype html>\n<html lang=\"ar-EG\" dir=\"rtl\">", message.Html, StringComparison.Ordinal);
        Assert.Contains("<title>Hi &lt;you&gt;</title>", message.Html, StringComparison.Ordinal);
        Assert.Contains("<p>x</p>", message.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_insert_is_a_page_to_print_in_the_brands_colours()
    {
        var insert = Fill.Render(new TemplateParts(null, null, null, "<h1>Thanks, {{ customer.name }}!</h1>")).Insert!;

        Assert.Contains("@page { size: A6;", insert, StringComparison.Ordinal);
        Assert.Contains("color: #0a7f5a;", insert, StringComparison.Ordinal);
        Assert.Contains("<h1>Thanks, Ana Lima!</h1>", insert, StringComparison.Ordinal);
    }

    [Fact]
    public void A_colour_that_is_none_does_not_get_into_the_style()
    {
        var brand = BrandKit.Plain with { Name = "x", PrimaryColor = "red; } body { display: none" };
        var source = new MessageSource(Fill.Template(new(null, null, null, "x")), null, brand);

        Assert.DoesNotContain("display", Fill.Render(source).Insert, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pt-BR", "R$ 1.234,56", "USD", "US$ 1.234,56")]
    [InlineData("en-US", "R$1,234.56", "USD", "$1,234.56")]
    [InlineData("de-DE", "1.234,56 R$", "USD", "1.234,56 US$")]
    [InlineData("en", "R$1,234.56", "CHF", "CHF 1,234.56")]
    [InlineData("en", "R$1,234.56", "KWD", "KWD 123.456")]
    [InlineData("ja-JP", "R$1,234.56", "JPY", "¥123,456")]
    public void Money_is_written_as_its_reader_does(string locale, string reais, string currency, string other)
    {
        Assert.Equal(reais, Plain(Fill.Text("{{ 123456 | fmt.money 'BRL' }}", locale)));
        Assert.Equal(other, Plain(Fill.Text($"{{{{ 123456 | fmt.money '{currency}' }}}}", locale)));
    }

    [Theory]
    [InlineData("{{ fmt.money 1.5 'USD' }}")]
    [InlineData("{{ fmt.money 150 'dollars' }}")]
    [InlineData("{{ fmt.money 'a lot' }}")]
    [InlineData("{{ fmt.money 150 }}")]
    [InlineData("{{ fmt.date order.placedAt 'soon' }}")]
    [InlineData("{{ fmt.points 1.5 }}")]
    [InlineData("{{ math.format 'a' 'N0' }}")]
    public void A_format_that_cannot_be_is_an_error_with_a_place(string template)
    {
        var problem = Fill.Failure("line one\n  " + template);
        Assert.Equal((2, 6), (problem.Line, problem.Column));
    }

    [Fact]
    public void A_moment_is_shown_on_the_customers_clock_across_a_change_of_summer_time()
    {
        var model = Fill.Json("""{ "before": "2024-03-31T00:30:00Z", "after": "2024-03-31T01:30:00Z" }""");
        var source = Fill.Source(Fill.Template(
            new(null, "{{ fmt.date before 'time' }} {{ date.parse after | date.to_string '%R' }}", null)) with
        {
            Language = "de",
        });

        var message = new TemplateRenderer(TimeProvider.System).Render(source, new(model, "de-DE", "Europe/Berlin"));

        Assert.Equal("01:30 03:30", message.Text);
    }

    [Fact]
    public void What_is_missing_prints_as_nothing_and_never_stops_a_message() =>
        Assert.Equal("[][][][]", Fill.Text(
            "[{{ a.b.c }}][{{ fmt.money a.b }}][{{ fmt.date a.b }}][{{ fmt.points a }}]"));

    [Fact]
    public void The_same_message_is_the_same_to_the_byte_on_every_attempt()
    {
        var parts = new TemplateParts("{{ customer.name }}", "{{ order }}", "{{ order.items }}", "{{ points }}");
        Assert.Equal(Fill.Render(parts), Fill.Render(parts));
    }

    [Fact]
    public void One_template_can_be_filled_in_for_many_customers_at_once()
    {
        var source = Fill.Source(Fill.Template(new(
            "{{ n }}",
            "{{ x = 0; for i in (1..n); x += i; end; x }} {{ for i in 1..3; array.cycle ['a', 'b']; end }}",
            null)));

        Parallel.For(1, 200, n =>
        {
            var message = Fill.Render(source, "en", Fill.Json($$"""{ "n": {{n}} }"""));
            Assert.Equal($"{n}|{n * (n + 1) / 2} aba", $"{message.Subject}|{message.Text}");
        });
    }

    [Fact]
    public void What_fails_says_where_and_keeps_the_customers_data_to_itself()
    {
        var template = Fill.Template(new(null, null, "a\n {{ customer.name | math.abs }}"), id: "delivered");
        var message = new SendMessage(
            "k", "email", "delivered", 1, "ana@example.com", "transactional", "en", null, TemplateGuide.Model);

        var error = Assert.Throws<UnsendableException>(() =>
            new TemplateRenderer(TimeProvider.System).Render(Fill.Source(template), message, null));

        Assert.Contains("'delivered' at html, line 2, column", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_out_is_offered_where_there_is_one()
    {
        var source = Fill.Source(Fill.Template(new(null, "{{ unsubscribeUrl ?? 'none' }}", null)));
        var renderer = new TemplateRenderer(TimeProvider.System);
        var view = new TemplateView(TemplateGuide.Model, "en", null);

        Assert.Equal("none", renderer.Render(source, view).Text);
        Assert.Equal(
            "https://lumen.example/u/1",
            renderer.Render(source, view with { Unsubscribe = new Uri("https://lumen.example/u/1") }).Text);
    }

    static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('￥', '¥');
}
