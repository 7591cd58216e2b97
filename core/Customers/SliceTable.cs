using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Engagement.Alerts;
using Engagement.Definitions;
using Engagement.Feedback;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;
using Engagement.Profile;
using Engagement.Slices;

namespace Engagement.Customers;

/// <summary>
/// The slices that make one customer, in their order: each may know those before it, never those after.
/// </summary>
static class SliceTable
{
    public static ImmutableArray<Slice> All { get; } =
    [
        ProfileSlice.Slice,
        OrdersSlice.Slice,
        FeedbackSlice.Slice,
        LoyaltySlice.Slice,
        MessagesSlice.Slice,
        AlertsSlice.Slice,
        JourneysSlice.Slice,
        new(CustomersJson.Default) { Effects = [new(typeof(WakeAgain), "wake-again")] },
    ];

    /// <summary>What definitions may look at.</summary>
    public static FieldSet Fields { get; } = new(All.SelectMany(slice => slice.Fields));

    /// <summary>The kinds of definitions, by name.</summary>
    public static FrozenDictionary<string, DefinitionKind> Kinds { get; } = All.SelectMany(slice => slice.Kinds)
        .ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
}

[JsonSerializable(typeof(ImmutableArray<Fact>))]
[JsonSerializable(typeof(Effect))]
[JsonSerializable(typeof(AgentAct))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(WakeAgain))]
sealed partial class CustomersJson : JsonSerializerContext;
