using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Storage;

namespace Engagement.Tests.Definitions;

public sealed class StarterTests
{
    [Fact]
    public void Every_starter_definition_can_be_published_in_the_order_they_are_listed()
    {
        var published = Catalogue.Empty;
        var before = new List<StoredDefinition>();
        foreach (var starter in StarterDefinitions.All)
        {
            var reading = DefinitionText.Check(starter.Text, published);
            Assert.Empty(reading.Problems);
            Assert.Equal((starter.Kind, starter.Id), (reading.Kind, reading.Id));
            before.Add(new(starter.Kind, starter.Id, 1, starter.Text, "test", default, before.Count + 1));
            published = CatalogueBuilder.Build(Starter.Workspace, before.Count, [.. before]);
        }

        Assert.Equal(8, published.Journeys.InForce.Length);
        Assert.Equal(["points"], published.Programmes.InForce.Select(programme => programme.Id));
        Assert.Equal("Your shop", published.Messages.DefaultBrand!.Kit.Name);
    }

    [Fact]
    public void Every_starter_template_speaks_portuguese_too()
    {
        foreach (var template in StarterDefinitions.All.Select(starter => starter.Definition)
            .OfType<Engagement.Messages.MessageTemplate>())
        {
            var (here, there) = (template.Parts, template.Locales["pt-BR"]);
            Assert.Equal(here.Subject is null, there.Subject is null);
            Assert.Equal(here.Text is null, there.Text is null);
            Assert.Equal(here.Insert is null, there.Insert is null);
        }
    }
}

/// <summary>A workspace with the starter definitions in force.</summary>
static class Starter
{
    public static Workspace Workspace { get; } = new("demo", "Demo", false, null, "Europe/Berlin", "en", default);

    public static Catalogue Catalogue { get; } = CatalogueBuilder.Build(
        Workspace,
        20,
        [.. StarterDefinitions.All.Select(starter =>
            new StoredDefinition(starter.Kind, starter.Id, 1, starter.Text, "test", default, 1))]);
}
