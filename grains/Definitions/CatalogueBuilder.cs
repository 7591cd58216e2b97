using System.Collections.Immutable;
using System.Globalization;
using Engagement.Customers;
using Engagement.Storage;

namespace Engagement.Definitions;

/// <summary>Compiles what a workspace has published into what decisions are made by.</summary>
public static class CatalogueBuilder
{
    /// <param name="definitions">Every version of everything.</param>
    /// <exception cref="InvalidDataException">A stored document cannot be read any more.</exception>
    public static Catalogue Build(Workspace workspace, long revision, ImmutableArray<StoredDefinition> definitions)
    {
        var documents = definitions.Where(stored => stored.Kind != Standing.Kind).ToImmutableArray();
        var parsed = documents.Select(stored =>
            DefinitionText.Parse(stored.Kind, stored.Id, stored.Version, stored.Text));
        var acts = definitions.Where(stored => stored.Kind == Standing.Kind)
            .GroupBy(act => act.Id, StringComparer.Ordinal)
            .Select(group => group.MaxBy(act => act.Version)!);
        return Catalogue.Compile(
            revision,
            new(workspace.Id, workspace.TimeZone, workspace.Locale),
            [.. parsed],
            Stands(documents, [.. acts]));
    }

    /// <summary>What was published after an act is in force whatever the act said.</summary>
    static Standing Stands(ImmutableArray<StoredDefinition> documents, ImmutableArray<StoredDefinition> acts)
    {
        var published = documents.GroupBy(stored => (stored.Kind, stored.Id))
            .ToDictionary(group => group.Key, group => group.Max(stored => stored.Revision));
        return new(
            acts.Where(act => act.Id != Standing.DefaultBrandAct)
                .Select(act => (Of: Standing.Subject(act.Id), Act: act))
                .Where(one => published.GetValueOrDefault(one.Of) < one.Act.Revision)
                .ToImmutableDictionary(one => one.Of, one => int.Parse(one.Act.Text, CultureInfo.InvariantCulture)),
            acts.FirstOrDefault(act => act.Id == Standing.DefaultBrandAct)?.Text
                ?? documents.Where(stored => stored.Kind == Kinds.Brand).MinBy(stored => stored.Revision)?.Id);
    }
}
