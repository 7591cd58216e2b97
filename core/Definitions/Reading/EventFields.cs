using System.Collections.Frozen;
using System.Collections.Immutable;
using Engagement.Events;
using Engagement.Schema;

namespace Engagement.Definitions.Reading;

/// <summary>Which members events have and what these hold, so that a definition cannot expect others.</summary>
static class EventFields
{
    static readonly FrozenDictionary<string, FrozenDictionary<string, FieldType>> _byType = EventTypes.All
        .Where(type => !type.IsCustom)
        .ToFrozenDictionary(
            type => type.Name,
            type => Fields(type.Data, "").ToFrozenDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal);

    public static IEnumerable<string> Types => _byType.Keys.Order(StringComparer.Ordinal);

    /// <summary>What the member holds; null when none of these events has it. Custom events can have any.</summary>
    public static FieldType? TypeOf(ImmutableArray<string> types, string path)
    {
        FieldType? found = null;
        foreach (var type in types)
        {
            if (!_byType.TryGetValue(type, out var fields))
            {
                return new FieldType.Any();
            }

            if (fields.TryGetValue(path, out var holds))
            {
                found = found is null ? holds : found.Or(holds);
            }
        }

        return found;
    }

    /// <summary>Whether any of these events can be about an order.</summary>
    public static bool NameAnOrder(ImmutableArray<string> types) => TypeOf(types, OpenCheck.OrderId) is not null;

    /// <summary>Whether each of these events is always about an order.</summary>
    public static bool NeedAnOrder(ImmutableArray<string> types) => types.All(type =>
        EventTypes.Find(type)?.Data is DataSchema.Members data
        && data.All.Any(member => member is { Name: OpenCheck.OrderId, Required: true }));

    public static IEnumerable<string> Of(ImmutableArray<string> types) => types
        .SelectMany(type => _byType.TryGetValue(type, out var fields) ? fields.Keys : [])
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>Paths to single values; what lies inside of lists has no path.</summary>
    static IEnumerable<KeyValuePair<string, FieldType>> Fields(DataSchema shape, string path) => shape switch
    {
        DataSchema.Members members => members.All.SelectMany(member =>
            Fields(member.Schema, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        DataSchema.List { Item: DataSchema.Members } => [],
        _ => [new(path, FieldType.Of(shape))],
    };
}
