using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Engagement.Definitions;

/// <summary>All versions of all definitions of one kind, and which of them are in force. Immutable.</summary>
public sealed class DefinitionSet<T>
    where T : Definition
{
    readonly FrozenDictionary<(string, int), T> _versions;
    readonly FrozenDictionary<string, T> _inForce;

    internal DefinitionSet(IEnumerable<T> all, ImmutableArray<T> inForce)
    {
        _versions = all.ToFrozenDictionary(definition => (definition.Id, definition.Version));
        _inForce = inForce.ToFrozenDictionary(definition => definition.Id, StringComparer.Ordinal);
        InForce = inForce;
    }

    /// <summary>One that is empty.</summary>
    public DefinitionSet()
        : this([], [])
    {
    }

    /// <summary>Those in force, by id.</summary>
    public ImmutableArray<T> InForce { get; }

    /// <summary>Every version, in no order.</summary>
    public IEnumerable<T> Versions => _versions.Values;

    /// <summary>The version in force; null for none.</summary>
    public T? Find(string id) => _inForce.GetValueOrDefault(id);

    /// <summary>One version, in force or not.</summary>
    public T? Find(string id, int version) => _versions.GetValueOrDefault((id, version));
}

static class DefinitionSets
{
    /// <param name="definitions">Every version of everything, of other kinds, too.</param>
    public static DefinitionSet<T> Of<T>(IReadOnlyCollection<Definition> definitions, string kind, Standing standing)
        where T : Definition
    {
        ImmutableArray<T> all = [.. definitions.OfType<T>()];
        return new(all,
        [
            .. all.GroupBy(definition => definition.Id, StringComparer.Ordinal)
                .Select(group => standing.Versions.TryGetValue((kind, group.Key), out var version)
                    ? group.FirstOrDefault(definition => definition.Version == version)
                    : group.MaxBy(definition => definition.Version))
                .OfType<T>()
                .OrderBy(definition => definition.Id, StringComparer.Ordinal),
        ]);
    }
}
