using System.Collections.Frozen;
using System.Collections.Immutable;
using Engagement.Events;

namespace Engagement.Definitions.Reading;

/// <summary>Which members events have, so that a definition cannot name others.</summary>
static class EventFields
{
    static readonly FrozenDictionary<string, FrozenSet<string>> _pathsByType = EventTypes.All
        .Where(type => !type.IsCustom)
        .ToFrozenDictionary(type => type.Name, type => Paths(type.Data, "").ToFrozenSet(), StringComparer.Ordinal);

    public static IEnumerable<string> Types => _pathsByType.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether any of these events can have the member; custom events can have every one.</summary>
    public static bool Has(ImmutableArray<string> types, string path)
    {
        foreach (var type in types)
        {
            if (!_pathsByType.TryGetValue(type, out var paths) || paths.Contains(path))
            {
                return true;
            }
        }

        return false;
    }

    public static IEnumerable<string> Of(ImmutableArray<string> types) => types
        .SelectMany(type => _pathsByType.TryGetValue(type, out var paths) ? paths : [])
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>Paths to single values; what lies inside of lists has no path.</summary>
    static IEnumerable<string> Paths(Shape shape, string path) => shape switch
    {
        Shape.Members members => members.All.SelectMany(member =>
            Paths(member.Shape, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        Shape.List { Item: Shape.Members } => [],
        _ => [path],
    };
}
