using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Engagement.Definitions;
using Engagement.Definitions.Reading;

namespace Engagement.Slices;

/// <summary>
/// What a noun of the domain brings with it: what of it is stored, and under which names; what definitions may look at;
/// and which kinds of definitions are its own.
/// </summary>
/// <param name="Json">Its records as JSON.</param>
sealed record Slice(IJsonTypeInfoResolver Json)
{
    public ImmutableArray<JsonDerivedType> Facts { get; init; } = [];

    public ImmutableArray<JsonDerivedType> Effects { get; init; } = [];

    public ImmutableArray<JsonDerivedType> Acts { get; init; } = [];

    public ImmutableArray<Field> Fields { get; init; } = [];

    public ImmutableArray<DefinitionKind> Kinds { get; init; } = [];
}

/// <summary>One kind of definition: its name in documents and addresses, and how it is read.</summary>
/// <param name="Read">Takes the document's members, its id and the version it will have.</param>
sealed record DefinitionKind(string Name, Func<PartReader, Members, string, int, Definition?> Read);
