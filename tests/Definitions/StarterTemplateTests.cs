using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Messages;
using Engagement.Templates;
using Engagement.Tests.Core;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Definitions;

/// <summary>The starter templates, filled in with what the core decided.</summary>
public sealed class StarterTemplateTests
{
    [Theory]
    [InlineData("en", "Hello Ana &lt;b&gt;,", "Your order is on its way")]
    [InlineData("pt-BR", "Olá, Ana &lt;b&gt;!", "Seu pedido está a caminho")]
    public void Every_message_of_an_order_can_be_rendered_in_the_customers_language(
        string locale, string greeting, string shipped)
    {
        var sent = Tell(locale).ToArray();

        Assert.Equal(
            ["thank-you", "shipped", "delayed", "out-for-delivery", "late-apology", "delivered", "review-request"],
            sent.Select(message => message.Template));
        foreach (var message in sent)
        {
            var rendered = Render(message);
            Assert.Contains(greeting, rendered.Html, StringComparison.Ordinal);
            Assert.Contains("o-1", rendered.Html + rendered.Text, StringComparison.Ordinal);
            Assert.Contains("Your shop", rendered.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", rendered.Subject + rendered.Text + rendered.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>", rendered.Html, StringComparison.Ordinal);
        }

        Assert.Equal(shipped, Render(sent[1]).Subject);
        Assert.Contains("https://t.example/1", Render(sent[1]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_thank_you_lists_what_was_bought_and_has_a_card_for_the_parcel()
    {
        var rendered = Render(Tell("en").First());

        Assert.Contains("- 2 x Kettle", rendered.Text, StringComparison.Ordinal);
        Assert.Contains("€129.99", rendered.Text, StringComparison.Ordinal);
        Assert.Contains("129 points are waiting for you", rendered.Text, StringComparison.Ordinal);
        Assert.Contains("<h1>Thank you, Ana &lt;b&gt;</h1>", rendered.Insert, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 1_99, "1 point is waiting for you, and yours when")]
    [InlineData("en", 2_99, "2 points are waiting for you, and yours when")]
    [InlineData("pt-BR", 1_99, "1 ponto espera por você: será seu quando")]
    [InlineData("pt-BR", 2_99, "2 pontos esperam por você: serão seus quando")]
    public void One_point_is_one_and_two_are_several(string locale, long total, string said)
    {
        var rendered = Render(Tell(locale, total).First());

        Assert.Contains(said, rendered.Text, StringComparison.Ordinal);
        Assert.Contains(said, rendered.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "You get this message because", "Questions? We are here.", "<html lang=\"en\"")]
    [InlineData("pt-BR", "Você recebe esta mensagem porque", "Dúvidas? Estamos aqui.", "<html lang=\"pt-BR\"")]
    public void What_stands_round_a_letter_is_in_its_language(
        string locale, string reason, string questions, string language)
    {
        foreach (var rendered in Tell(locale).Select(Render))
        {
            Assert.Contains(reason, rendered.Text, StringComparison.Ordinal);
            Assert.Contains(reason, rendered.Html, StringComparison.Ordinal);
            Assert.Contains(questions, rendered.Html, StringComparison.Ordinal);
            Assert.Contains(language, rendered.Html, StringComparison.Ordinal);
            Assert.Equal(
                locale == "en", rendered.Html!.Contains("because you ordered", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_starter_template_passes_the_check_of_its_language()
    {
        foreach (var starter in StarterDefinitions.All)
        {
            var reading = DefinitionText.Check(starter.Text, Starter.Catalogue);
            Assert.Empty(TemplateLanguage.Check(reading, Starter.Catalogue).Problems);
        }
    }

    [Fact]
    public void A_mistake_inside_of_a_part_is_told_with_the_line_of_the_document()
    {
        var reading = DefinitionText.Check(
            """
            kind: template
            id: broken
            subject: "{{ customer.name | string.upcas }}"
            text: Fine.
            locales:
              pt:
                text: |
                  Olá
                  {{ if customer.name }}
                  {{ order.id | string.upcas }}
                  {{ end }}
            """,
            Catalogue.Empty);

        var problems = TemplateLanguage.Check(reading, Catalogue.Empty).Problems;

        Assert.Equal(
            [(3, "subject"), (10, "locales.pt.text")], problems.Select(problem => (problem.Line, problem.Path)));
    }

    static IEnumerable<SendMessage> Tell(string locale, long total = 129_99)
    {
        var contact = new Contact("Ana <b>", "ana@example.com", Locale: locale, TimeZone: "Europe/Berlin");
        var placed = new EventData.OrderPlaced(
            "o-1", new(total, "EUR"), [new("p1", 2, Name: "Kettle")], Start.AddDays(4), contact);
        return new Spec(Starter.Catalogue)
            .Hears("order.placed", placed, Start)
            .Hears(
                "shipment.created",
                new EventData.ShipmentCreated("o-1", TrackingUrl: "https://t.example/1"),
                Start.AddDays(1))
            .Hears("shipment.delayed", new EventData.ShipmentDelayed("o-1"), Start.AddDays(2))
            .Hears("shipment.out-for-delivery", new EventData.ShipmentOutForDelivery("o-1"), Start.AddDays(3))
            .Until(Start.AddDays(6))
            .Hears("shipment.delivered", new EventData.ShipmentDelivered("o-1"), Start.AddDays(7))
            .Until(Start.AddDays(30))
            .Sent;
    }

    static RenderedMessage Render(SendMessage message)
    {
        var published = Starter.Catalogue.Messages;
        var template = published.Templates.Find(message.Template, message.TemplateVersion)!;
        var source = new MessageSource(
            template, published.Templates.Find(template.Layout!), published.DefaultBrand!.Kit);
        return new TemplateRenderer(TimeProvider.System).Render(source, message, unsubscribe: null);
    }
}
