using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Problems;
using Engagement.Tests.Support;

namespace Engagement.Tests.Api;

/// <summary>Templates as a marketer publishes them and as customers get them, over HTTP.</summary>
public sealed class TemplateTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Theory]
    [InlineData("text", "{{ a={}; a.x=a; a < a }}", "cannot be assigned to")]
    [InlineData("text", "{{ a=[]; a[0]=a; a }}", "cannot be assigned to")]
    [InlineData("html", "<script>{{ if true; event.note; end }}</script>", "into a script")]
    [InlineData("html", "<a href=\"{{ if true; event.url; end }}\">x</a>", "html.url")]
    [InlineData("html", "<a href=\" {{ event.url }}\">x</a>", "html.url")]
    [InlineData("html", "<a href=\"javascript:{{ event.url }}\">x</a>", "html.url")]
    [InlineData("insert", "<iframe srcdoc=\"{{ event.note }}\"></iframe>", "differently")]
    [InlineData("text", "Hello {{ customer.firstName }}", "did you mean name?")]
    [InlineData("text", "{{ for i in order.items; i.prise; end }}", "did you mean price?")]
    [InlineData("text", "{{ order.item.name }}", "did you mean items?")]
    [InlineData("text", "Hello {% if customer.name %}", "another language")]
    public async Task What_can_be_seen_to_be_wrong_is_refused_at_publishing(string part, string source, string why)
    {
        var shop = product.App.Demo;

        using var answer = await shop.Send(
            HttpMethod.Put,
            "/v1/definitions/template/wrong",
            Template("wrong", $"{part}: |\n  first line\n  {source}"));

        var problem = await Told.Problem(answer, ProblemKind.DefinitionInvalid);
        var only = problem.GetProperty("problems").EnumerateArray().First();
        Assert.Equal((6, part), (only.GetProperty("line").GetInt32(), only.GetProperty("path").GetString()));
        Assert.Contains(why, only.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deep", "{{ a = []; for i in 1..1000; a = [a]; end; a < a }}", "nest too deeply")]
    [InlineData("order", "{{ a = [1]; a < a }}", "of another kind")]
    [InlineData("minus", "{{ a = {}; -a }}", "of another kind")]
    [InlineData("abs", "{{ a = [[1]]; a | math.abs }}", "of another kind")]
    [InlineData("wide", "{{ a = [1]; for i in 1..20; a = [a, a]; end; a == a }}", "holds more than")]
    public async Task What_cannot_be_seen_then_ends_its_own_letter_and_nothing_else(string id, string text, string why)
    {
        using var shop = await product.App.Workspace($"ends-{id}");
        await Publish(shop, $"text: \"{text}\"");

        using var answer = await Letter(shop, "de");

        var problem = await Told.Problem(answer, ProblemKind.Unfillable);
        Assert.Contains(why, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await shop.Json("/v1/workspace");
    }

    [Theory]
    [InlineData("de", "und", "1 Monday, April 20, 2026")]
    [InlineData("german", "de", "1 Monday, April 20, 2026")]
    [InlineData("brazilian", "pt-BR", "2 segunda-feira, 20 de abril de 2026")]
    [InlineData("british", "en-GB", "1 Monday, 20 April 2026")]
    [InlineData("thai", "th-TH", "1 Monday, April 20, 2026")]
    public async Task A_letter_has_one_language_from_end_to_end(string id, string locale, string expected)
    {
        using var shop = await product.App.Workspace($"lang-{id}");
        await Publish(
            shop,
            "text: \"1 {{ fmt.date '2026-04-20' }}\"\nlocales:\n  pt: { text: \"2 {{ fmt.date '2026-04-20' }}\" }");

        using var answer = await Letter(shop, locale);

        Assert.Equal(expected, (await Text(answer)).Split('\n')[0]);
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public async Task A_template_says_what_language_it_is_in_and_its_numbers_stay_numbers(string locale)
    {
        using var shop = await product.App.Workspace($"iso-{locale[..2]}");
        await Publish(
            shop,
            $"language: {locale}\ntext: \"{{{{ date.to_string '2026-01-31' '%F' }}}} {{{{ date.parse '10:00' }}}}|\"");

        using var answer = await Letter(shop, locale);

        Assert.Equal("2026-01-31 |", (await Text(answer)).Split('\n')[0]);
    }

    [Fact]
    public async Task The_first_letter_of_a_name_is_a_whole_one()
    {
        using var shop = await product.App.Workspace("letters");
        await Publish(shop, "text: \"{{ customer.name[0] }}{{ customer.name | string.truncate 2 '' }}\"");

        using var answer = await Letter(shop, "ja", "\U00020BB7\u91CE\u5BB6");

        Assert.Equal("\U00020BB7\U00020BB7\u91CE", (await Text(answer)).Split('\n')[0]);
    }

    static async Task Publish(HttpClient shop, string parts) => await shop.Json(
        HttpMethod.Put, "/v1/definitions/template/thank-you", Template("thank-you", parts), HttpStatusCode.Created);

    static StringContent Template(string id, string parts) =>
        new($"kind: template\nid: {id}\nsubject: Thanks\n{parts}\n", Encoding.UTF8, "application/yaml");

    static async Task<HttpResponseMessage> Letter(HttpClient shop, string locale, string name = "Ada")
    {
        await shop.Tell(new
        {
            id = "order.placed:1",
            type = "order.placed",
            source = "shop",
            occurredAt = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
            customer = "ada",
            data = new
            {
                orderId = "1",
                total = new { amount = 8900, currency = "EUR" },
                items = new[] { new { productId = "kettle", quantity = 1, name = "Kettle" } },
                contact = new { name, email = "ada@example.com", locale },
            },
        });
        var row = (await shop.Json("/v1/messages")).GetProperty("items")[0].GetProperty("row").GetInt64();
        return await shop.Send(HttpMethod.Get, $"/v1/messages/{row}/content");
    }

    static async Task<string> Text(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text).GetProperty("text").GetString()!;
    }
}
