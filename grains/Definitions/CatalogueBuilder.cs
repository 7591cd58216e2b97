using System.Collections.Immutable;
using Engagement.Storage;

namespace Engagement.Definitions;

/// <summary>Compiles what a workspace has published.</summary>
public static class CatalogueBuilder
{
    public static Catalogue Build(Workspace workspace, long revision, ImmutableArray<StoredDefinition> stored) =>
        Catalogue.Compile(revision, workspace.TimeZone, workspace.Locale, []);
}
