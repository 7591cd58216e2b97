using System.Collections.Immutable;
using Engagement.Storage;

namespace Engagement.Definitions;

/// <summary>Compiles what a workspace has published into what decisions are made by.</summary>
public static class CatalogueBuilder
{
    /// <param name="definitions">Every version of everything.</param>
    /// <exception cref="InvalidDataException">A stored document cannot be read any more.</exception>
    public static Catalogue Build(Workspace workspace, long revision, ImmutableArray<StoredDefinition> definitions) =>
        Catalogue.Compile(
            revision,
            workspace.TimeZone,
            workspace.Locale,
            [.. definitions.Select(stored =>
                DefinitionText.Parse(stored.Kind, stored.Id, stored.Version, stored.Text))]) with
        {
            Workspace = workspace.Id,
        };
}
