using System.Text.Json;
using Engagement.Definitions;
using Engagement.Messages;
using Engagement.Templates;
using Engagement.Tests.Definitions;

namespace Engagement.Tests.Templates;

/// <summary>Templates as they are published, and the ones a workspace begins with.</summary>
public sealed class PublishedTemplateTests
{
    public static TheoryData<string> Locales { get; } = ["en", "en-US", "pt-BR", "de-DE", "ar-EG", "zh-Hans-CN", ""];

    [Fact]
    public void A_layout_that_loses_the_message_is_the_fault_of_its_name_in_the_document()
    {
        const string Layout = "kind: template\nid: frame\ntext: nothing\n";
        var published = CatalogueBuilder.Build(
            Starter.Workspace, 1, [new(Kinds.Template, "frame", 1, Layout, "test", default, 1)]);
        var reading = DefinitionText.Check("kind: template\nid: t\ntext: x\nlayout: frame\n", published);

        var problem = Assert.Single(TemplateLanguage.Check(reading, published).Problems);

        Assert.Equal((4, "layout"), (problem.Line, problem.Path));
        Assert.StartsWith("Template 'frame' at text: ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public void Every_starter_template_can_be_filled_in_whatever_is_known(string locale)
    {
        JsonElement[] models =
            [TemplateGuide.Model, Fill.Json("{}"), Fill.Json("""{ "order": { "items": null }, "points": 3 }""")];
        foreach (var template in Templates)
        {
            var source = new MessageSource(template, Layout(template), Starter.Catalogue.Messages.DefaultBrand!.Kit);
            foreach (var model in models)
            {
                var message = Fill.Render(source, locale, model);
                string?[] parts = [message.Subject, message.Text, message.Html, message.Insert];
                Assert.All(parts.OfType<string>(), part => Assert.DoesNotContain("{{", part, StringComparison.Ordinal));
                Assert.Equal(template.Parts.Insert is null, message.Insert is null);
            }
        }
    }

    [Fact]
    public void Every_starter_template_may_be_published() => Assert.All(
        Templates, template => Assert.Empty(TemplateCheck.Problems(template, Layout(template))));

    static IReadOnlyList<MessageTemplate> Templates { get; } =
        [.. StarterDefinitions.All.Select(starter => starter.Definition).OfType<MessageTemplate>()];

    static MessageTemplate? Layout(MessageTemplate template) =>
        Templates.SingleOrDefault(other => other.Id == template.Layout);
}
