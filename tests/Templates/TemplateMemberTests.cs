using Engagement.Templates;

namespace Engagement.Tests.Templates;

/// <summary>A slip of the pen in a template is seen when it is published, and not by customers.</summary>
public sealed class TemplateMemberTests
{
    [Theory]
    [InlineData("{{ customer.firstName }}", 13, "There is no firstName in customer: did you mean name?")]
    [InlineData("{{ customer.e_mail }}", 13, "There is no e_mail in customer: did you mean email?")]
    [InlineData("{{ order.item.name }}", 10, "There is no item in order: did you mean items?")]
    [InlineData("{{ order.items.name }}", 16, "order.items is a list, and has no name.")]
    [InlineData("{{ order.items[0].nmae }}", 19, "There is no nmae in order.items[0]: did you mean name?")]
    [InlineData("{{ order['totl'] }}", 10, "There is no totl in order: did you mean total?")]
    [InlineData("{{ order.total.currencey }}", 16, "There is no currencey in order.total: did you mean currency?")]
    [InlineData("{{ order.placedAt.year }}", 19, "There is no year in order.placedAt; it has size.")]
    [InlineData("{{ points.pending.total }}", 19, "There is no total in points.pending, which is a number.")]
    [InlineData("{{ brand.senderAddress }}", 10, "There is no senderAddress in brand; it has backgroundColor,")]
    [InlineData("{{ for item in order.items }}{{ item.titel }}{{ end }}", 38, "There is no titel in item;")]
    [InlineData("{{ for i in order.items limit:2 }}{{ i.price.amont }}{{ end }}", 46, "There is no amont in i.price:")]
    [InlineData("{{ for i in order.items | array.sort 'price' }}{{ i.qanty }}{{ end }}", 53, "There is no qanty in i")]
    [InlineData("{{ $o = order; $o.stagee }}", 19, "There is no stagee in $o: did you mean stage?")]
    [InlineData("{{ (order.items | array.first).nam }}", 32, "There is no nam in (order.items | array.first):")]
    [InlineData("{{ (order.items ?? [])[0].nam }}", 27, "There is no nam in (order.items ?? [])[0]:")]
    [InlineData("{{ order.items | array.map 'nam' }}", 28, "There is no nam in an item: did you mean name?")]
    [InlineData("{{ box = {size: 1}; box.sze }}", 25, "There is no sze in box: did you mean size?")]
    [InlineData("{{ if customer.nam; 'x'; end }}", 16, "There is no nam in customer: did you mean name?")]
    [InlineData("{{ fmt.date order.delivrdAt }}", 19, "There is no delivrdAt in order: did you mean deliveredAt?")]
    [InlineData("{{ custmer.name }}", 4, "There is nothing called custmer: did you mean customer? A message has")]
    [InlineData("{{ customer.name | string.upcse }}", 20, "There is no function string.upcse. Did you mean string.upc")]
    [InlineData("{{ customer.name | upcase }}", 20, "There is no function upcase. Did you mean string.upcase?")]
    public void A_member_that_there_is_not_is_refused_with_what_was_meant(string source, int column, string reason)
    {
        foreach (var part in (Engagement.Messages.TemplateParts[])[new(null, source, null), new(null, null, source)])
        {
            var problem = Assert.Single(TemplateCheck.Problems(Fill.Template(part), null));

            Assert.Equal((1, column), (problem.Line, problem.Column));
            Assert.StartsWith(reason, problem.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{{ event.whatever }}{{ event.lines[0].sku }}{{ for l in event.lines; l.sku; end }}")]
    [InlineData("{{ customer.name.size }}{{ order.items.size }}{{ order.items.empty? }}{{ customer.empty? }}")]
    [InlineData("{{ x = order; x = event; x.whatever }}{{ (event.a ?? order).whatever }}")]
    [InlineData("{{ for x in order.items; x.name; end; for x in event.lines; x.sku; end }}")]
    [InlineData("{{ for pair in order.total; pair.key; pair.value; end }}")]
    [InlineData("{{ (order.items | array.map 'price')[0].amount }}{{ array.map(order.items, 'name')[0].size }}")]
    [InlineData("{{ capture c }}x{{ end }}{{ c.size }}{{ (customer.name | string.split ' ')[0].size }}")]
    [InlineData("{{ a = b; b = a; a = {b: b} }}{{ x = [order]; x[0].total.amount }}{{ ((order)).id }}")]
    [InlineData("{{ order[event.member] }}{{ points.pending | math.round }}{{ subject }}{{ content }}")]
    public void What_may_be_there_is_let_through(string source) =>
        Assert.Empty(TemplateCheck.Problems(Fill.Template(new(null, source, null)), null));

    [Theory]
    [InlineData("Hello {% if customer.name %}x{% endif %}", 1, 7)]
    [InlineData("Hello\n  {{ customer.name }} {%- assign x = 1 %}", 2, 23)]
    [InlineData("{{ if true }}\n{% end %}{{ end }}", 2, 1)]
    public void What_is_written_in_another_template_language_is_refused(string source, int line, int column)
    {
        var problem = Assert.Single(TemplateCheck.Problems(Fill.Template(new(null, source, null)), null));

        Assert.Equal(("text", line, column), (problem.Path, problem.Line, problem.Column));
        Assert.Contains("another language", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_with_a_percent_sign_can_be_written_all_the_same() =>
        Assert.Empty(TemplateCheck.Problems(Fill.Template(new(null, "{%{ {% if %} }%}{{ '{%' }} 5 %}", null)), null));

    [Theory]
    [InlineData("{{ customer = event }}", "customer")]
    [InlineData("{{ for order in event.orders; end }}", "order")]
    [InlineData("{{ capture subject }}x{{ end }}", "subject")]
    [InlineData("{{ string = 'x' }}", "string")]
    [InlineData("{{ html += 'x' }}", "html")]
    public void A_name_that_has_a_meaning_cannot_be_given_another(string source, string name) => Assert.StartsWith(
        $"{name} has a meaning already",
        Assert.Single(TemplateCheck.Problems(Fill.Template(new(null, source, null)), null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Layouts_and_variants_are_looked_at_like_all_templates()
    {
        var layout = Fill.Template(new(null, "{{ content }} {{ brand.nam }}", null), id: "l");

        Assert.Contains("did you mean name?", Assert.Single(TemplateCheck.Problems(layout, null)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Each would ask for the next one, many times over.</summary>
    [Theory]
    [InlineData("a{0} = a{1}; ", 5000)]
    [InlineData("a{0} = a{1} ?? a{1}; ", 3000)]
    [InlineData("a{0} = [a{1}, a{1}]; ", 3000)]
    [InlineData("a{0} = true ? a{1} : a{1}; ", 2500)]
    [InlineData("a{1} = a{0}; ", 5000)]
    public void Names_that_stand_for_names_without_end_are_looked_through_at_once(string step, int count)
    {
        var source = "{{ a0 = order; " + string.Concat(Enumerable.Range(0, count).Select(n =>
            string.Format(System.Globalization.CultureInfo.InvariantCulture, step, n, n + 1)))
            + $"a{count} = order; a{count - 1}.x; capture b; end }}}}";
        var loops = string.Concat(Enumerable.Range(1, 25).Select(n => $"{{{{ for a{n} in [a{n - 1}, a{n - 1}] }}}}"));

        foreach (var html in (string[])
            [source, "{{ a0 = 1 }}" + loops + "{{ a25.x }}" + string.Concat(Enumerable.Repeat("{{ end }}", 25))])
        {
            Assert.NotNull(TemplateCheck.Problems(Fill.Template(new(null, null, html)), null));
        }
    }

    /// <summary>A name is wrong by what a message has; this holds that list to what one is given.</summary>
    [Fact]
    public void What_the_guides_message_has_is_known_and_nothing_known_is_made_up()
    {
        foreach (var owner in TemplateGuide.Model.EnumerateObject())
        {
            var known = Assert.IsType<TemplateKind.Members>(TemplateModel.Given.Find(owner.Name));
            Assert.All(owner.Value.EnumerateObject(), member => Assert.NotNull(known.Find(member.Name)));
        }

        var brand = Assert.IsType<TemplateKind.Members>(TemplateModel.Given.Find("brand"));
        Assert.Equal(
            ModelObjects.Of(TemplateGuide.Brand).Keys.Order(StringComparer.Ordinal),
            brand.Names.Order(StringComparer.Ordinal));
    }
}
