using System.Collections.Immutable;
using Engagement.Messages;
using Engagement.Templates;

namespace Engagement.Tests.Templates;

public sealed class TemplateCheckTests
{
    [Fact]
    public void A_sound_template_has_no_problems()
    {
        var layout = Fill.Template(new(null, "{{ content }}", "<div>{{ content | object.default '' }}</div>"), id: "l");
        var template = Fill.Template(new("{{ subject }}", "{{ order.id }}", "{{ fmt.money order.total }}"), "l");

        Assert.Empty(TemplateCheck.Problems(template, layout));
    }

    [Theory]
    [InlineData("{{ order.id", 1, 1)]
    [InlineData("a\n{{ if x }}", 2, 9)]
    [InlineData("{{ 1 + }}", 1, 8)]
    [InlineData("{{ x | string.nope }}", 1, 8)]
    [InlineData("{{ html.raw x }}", 1, 4)]
    [InlineData("{{ date.now }}", 1, 4)]
    [InlineData("{{ object.eval '1' }}", 1, 4)]
    [InlineData("{{ math.random 1 2 }}", 1, 4)]
    [InlineData("{{ a\nwhile true; end }}", 2, 1)]
    [InlineData("{{ func f }}{{ end }}", 1, 4)]
    [InlineData("{{ x = do; end }}", 1, 8)]
    [InlineData("{{ with x }}{{ end }}", 1, 4)]
    [InlineData("{{ this.x }}", 1, 4)]
    [InlineData("{{ order.null }}", 1, 10)]
    [InlineData("{{ x = {true: 1} }}", 1, 9)]
    [InlineData("{{ $\"a{b}\" }}", 1, 4)]
    [InlineData("{{ 0xff }}", 1, 4)]
    [InlineData("{{ x++ }}", 1, 5)]
    [InlineData("{{ a << 1 }}", 1, 6)]
    [InlineData("{{ $0 }}", 1, 4)]
    public void What_is_not_in_the_language_is_refused_with_its_place(string source, int line, int column)
    {
        var problem = Assert.Single(TemplateCheck.Problems(Fill.Template(new(null, source, null)), null));

        Assert.Equal(("text", line, column), (problem.Path, problem.Line, problem.Column));
        Assert.NotEmpty(problem.Message);
    }

    [Theory]
    [InlineData("{{ event.while }} {{ event.func.ret }} {{ event['this'] }}")]
    [InlineData("{{ x = {with: 1, \n while: 2}; x.with }}")]
    [InlineData("{{ order ? points == true : null ?? false }}")]
    [InlineData("{{ event.string.nope }}")]
    [InlineData("{{ 'while' }} {{ # func \n}} func")]
    public void Members_and_texts_may_be_called_anything(string source) =>
        Assert.Empty(TemplateCheck.Problems(Fill.Template(new(null, source, null)), null));

    [Theory]
    [InlineData("{{ order.id | nofilter }}", 15, "There is no function nofilter.")]
    [InlineData("{{ customer.name | upcase }}", 20, "There is no function upcase.")]
    [InlineData("{{ customer.name | order.id }}", 20, "There is no function order.")]
    [InlineData("{{ customer.name | string }}", 20, "There is no function string.")]
    [InlineData("{{ include 'nope' }}", 4, "There is no function include.")]
    [InlineData("{{ upcase(customer.name) }}", 4, "There is no function upcase.")]
    [InlineData("{{ upcase customer.name }}", 4, "There is no function upcase.")]
    [InlineData("{{ custmer.name }}", 4, "There is nothing called custmer:")]
    [InlineData("{{ if custmer }}x{{ end }}", 7, "There is nothing called custmer:")]
    [InlineData("{{ order ? custmer : points }}", 12, "There is nothing called custmer:")]
    [InlineData("{{ order.items[indx] }}", 16, "There is nothing called indx:")]
    [InlineData("{{ $x }}", 4, "There is nothing called $x:")]
    [InlineData("{{ for item in order.items; itm.name; end }}", 29, "There is nothing called itm:")]
    public void A_name_that_stands_for_nothing_is_refused_with_its_place(string source, int column, string reason)
    {
        var problem = Assert.Single(TemplateCheck.Problems(Fill.Template(new(null, source, null)), null));

        Assert.Equal(("text", 1, column), (problem.Path, problem.Line, problem.Column));
        Assert.StartsWith(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ x = 1; x + 1 }}{{ $y = 2\n$y }}{{ capture z }}a{{ end }}{{ z }}")]
    [InlineData("{{ for n in (1..9) limit:3 offset:2 }}{{ for.index }}{{ n }}{{ end }}")]
    [InlineData("{{ for n in [1] reversed }}{{ n }}{{ end }}")]
    [InlineData("{{ order.id | string.slice start:1 length:2 }} {{ string.slice(order.id, start:1) }}")]
    [InlineData("{{ box = {a: 1, b: a}; box.b }}{{ ['a'] | array.each @string.upcase }}")]
    [InlineData("{{ message.key }}{{ subject }}{{ language }}{{ direction }}{{ unsubscribeUrl }}{{ content }}")]
    [InlineData("{{ points.pending > 1 ? points.pending : order.total }}")]
    public void Names_that_are_given_or_assigned_are_known(string source) =>
        Assert.Empty(TemplateCheck.Problems(Fill.Template(new(null, source, null)), null));

    [Theory]
    [InlineData("<script>var x = '{{ customer.name }}';</script>", 21)]
    [InlineData("<SCRIPT src=\"a\">{{ order }}</SCRIPT>", 20)]
    [InlineData("<p {{ customer.name }}>", 7)]
    [InlineData("<p title={{ customer.name }}>", 13)]
    [InlineData("<p title= {{ customer.name }}>", 14)]
    [InlineData("<p title=a{{ customer.name }}>", 14)]
    [InlineData("<p onclick=\"go('{{ customer.name }}')\">", 20)]
    [InlineData("<p ONCLICK = '{{ customer.name }}'>", 18)]
    [InlineData("<a href=\"{{ order.trackingUrl }}\">", 13)]
    [InlineData("<a class='b' href='{{ if order }}{{ order.trackingUrl }}{{ end }}'>", 37)]
    [InlineData("<img src=\"{{ customer.name | string.downcase }}\">", 14)]
    public void Data_cannot_be_put_where_escaping_does_not_hold(string html, int column)
    {
        var problem = Assert.Single(TemplateCheck.Problems(Fill.Template(new(null, null, html)), null));

        Assert.Equal(("html", 1, column), (problem.Path, problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("<p title=\"{{ customer.name }}\" class='{{ order }}'>{{ customer.name }}</p>")]
    [InlineData("<script>var x = 1 > 2;</script><p>{{ order }}</p>")]
    [InlineData("<p {{ if order }}class=\"a\"{{ end }}>{{ y = 1 }}</p>")]
    [InlineData("<a href=\"{{ html.url order.trackingUrl }}\"><img src=\"{{ brand.logoUrl }}\"></a>")]
    [InlineData("<a href=\"{{ order.trackingUrl | html.url }}\"></a><a href='{{ unsubscribeUrl }}'></a>")]
    [InlineData("<a href=\"https://lumen.example/{{ order.id }}\"></a>")]
    [InlineData("1 < 2 {{ order }} <!-- <p title= --> {{ order }}<br>{{ order }}")]
    [InlineData("<td style=\"color:{{ brand.primaryColor }};\">{{ order }}</td>")]
    public void Data_can_be_put_where_escaping_holds(string html) =>
        Assert.Empty(TemplateCheck.Problems(Fill.Template(new(null, null, html)), null));

    [Fact]
    public void Every_part_of_every_language_is_looked_at()
    {
        var template = new MessageTemplate(
            "t", 1, new("{{ 1", "ok", null), null, ImmutableSortedDictionary<string, TemplateParts>.Empty
                .Add("pt-BR", new(null, null, "a {{ 1 + }}", "{{ nope | string.nope }}")));

        Assert.Equal(
            ["subject", "locales.pt-BR.html", "locales.pt-BR.insert"],
            TemplateCheck.Problems(template, null).Select(problem => problem.Path));
    }

    [Fact]
    public void A_language_nobody_knows_is_a_problem()
    {
        var template = new MessageTemplate(
            "t", 1, new(null, "x", null), null,
            ImmutableSortedDictionary<string, TemplateParts>.Empty.Add("klingon!", new(null, "x", null)));

        Assert.Equal("locales.klingon!", Assert.Single(TemplateCheck.Problems(template, null)).Path);
    }

    [Fact]
    public void A_template_that_says_nothing_is_a_problem() => Assert.Contains(
        "needs a text", Assert.Single(TemplateCheck.Problems(Fill.Template(new("x", null, null)), null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_layout_must_be_there_and_show_the_content_and_have_no_layout_itself()
    {
        var parts = new TemplateParts(null, "x", null);

        Assert.Equal("layout", Assert.Single(TemplateCheck.Problems(Fill.Template(parts, "t"), null)).Path);
        Assert.Equal("layout", Assert.Single(TemplateCheck.Problems(Fill.Template(parts, "l"), null)).Path);
        Assert.Equal("layout", Assert.Single(TemplateCheck.Problems(
            Fill.Template(parts, "l"), Fill.Template(parts, "other", "l"))).Path);
        Assert.Equal(
            "Template 'l' at text: A layout must write {{ content }}, or the message is lost.",
            Assert.Single(
                TemplateCheck.Problems(Fill.Template(parts, "l"), Fill.Template(parts, null, "l"))).ToString());
    }

    [Fact]
    public void A_layout_that_wraps_itself_is_refused_and_ends_all_the_same()
    {
        var self = Fill.Template(new(null, "<{{ content }}>", null), "t");

        Assert.Equal("layout", Assert.Single(TemplateCheck.Problems(self, self)).Path);
        Assert.Equal("<<>>", Fill.Render(Fill.Source(self, self)).Text);
    }
}
