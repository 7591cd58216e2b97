using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Engagement.Customers;

namespace Engagement;

/// <summary>How core's records look when they are stored: contracts, pinned by tests/Contract.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImmutableArray<Fact>))]
[JsonSerializable(typeof(Effect))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(Alerts.FeedItem))]
[JsonSerializable(typeof(Alerts.AgentAct))]
public sealed partial class CoreJson : JsonSerializerContext;
