using Engagement.Customers;
using Engagement.Definitions;
using Engagement.Storage;

namespace Engagement.Tests.Definitions;

/// <summary>Documents in force in a workspace of a test, published one after another.</summary>
static class Published
{
    public static Catalogue Catalogue(params ReadOnlySpan<string> documents)
    {
        var stored = new List<StoredDefinition>();
        var catalogue = Engagement.Customers.Catalogue.Empty;
        foreach (var text in documents)
        {
            var reading = DefinitionText.Check(text, catalogue);
            Assert.Empty(reading.Problems);
            var version = 1 + stored.Count(before => before.Kind == reading.Kind && before.Id == reading.Id);
            stored.Add(new(reading.Kind!, reading.Id!, version, text, "test", default, stored.Count + 1));
            catalogue = CatalogueBuilder.Build(Starter.Workspace, stored.Count, [.. stored]);
        }

        return catalogue;
    }
}
