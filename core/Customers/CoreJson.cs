using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Engagement.Alerts;

namespace Engagement.Customers;

/// <summary>How core's records look when they are stored: contracts, pinned by tests/Contract.</summary>
public static class CoreJson
{
    static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = JsonTypeInfoResolver.Combine([.. SliceTable.All.Select(slice => slice.Json)])
            .WithAddedModifier(NameKinds),
    };

    public static JsonTypeInfo<ImmutableArray<Fact>> Facts { get; } = Of<ImmutableArray<Fact>>();

    public static JsonTypeInfo<Fact> Fact { get; } = Of<Fact>();

    public static JsonTypeInfo<Effect> Effect { get; } = Of<Effect>();

    public static JsonTypeInfo<AgentAct> AgentAct { get; } = Of<AgentAct>();

    public static JsonTypeInfo<FeedItem> FeedItem { get; } = Of<FeedItem>();

    /// <summary>The state: a cache, which is made of the facts anew where it is not understood.</summary>
    public static JsonTypeInfo<Customer> Customer { get; } = Of<Customer>();

    static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)s_options.GetTypeInfo(typeof(T));

    /// <summary>Each slice names its own; here they become one family.</summary>
    static void NameKinds(JsonTypeInfo info)
    {
        if (info.Type == typeof(Fact))
        {
            Name("fact", slice => slice.Facts);
        }
        else if (info.Type == typeof(Effect))
        {
            Name("effect", slice => slice.Effects);
        }
        else if (info.Type == typeof(AgentAct))
        {
            Name("act", slice => slice.Acts);
        }

        void Name(string discriminator, Func<Slices.Slice, IEnumerable<JsonDerivedType>> kinds)
        {
            info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = discriminator };
            foreach (var kind in SliceTable.All.SelectMany(kinds))
            {
                info.PolymorphismOptions.DerivedTypes.Add(kind);
            }
        }
    }
}
