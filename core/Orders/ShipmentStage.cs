using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Engagement.Orders;

/// <summary>How far a parcel has come. Higher is further; a late event never moves it back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShipmentStage>))]
public enum ShipmentStage
{
    [JsonStringEnumMemberName("created")] Created = 1,
    [JsonStringEnumMemberName("in-transit")] InTransit = 2,
    [JsonStringEnumMemberName("delayed")] Delayed = 3,
    [JsonStringEnumMemberName("out-for-delivery")] OutForDelivery = 4,
    [JsonStringEnumMemberName("lost")] Lost = 5,
    [JsonStringEnumMemberName("delivered")] Delivered = 6,
}

/// <summary>The stages' names, as conditions and templates write them.</summary>
public static class ShipmentStages
{
    public static ImmutableArray<string> Names { get; } =
        [.. Enum.GetValues<ShipmentStage>().Select(stage => Name(stage)!)];

    public static string? Name(ShipmentStage? stage) => stage switch
    {
        null => null,
        ShipmentStage.Created => "created",
        ShipmentStage.InTransit => "in-transit",
        ShipmentStage.Delayed => "delayed",
        ShipmentStage.OutForDelivery => "out-for-delivery",
        ShipmentStage.Lost => "lost",
        ShipmentStage.Delivered => "delivered",
        _ => throw new NotSupportedException($"No name for stage {stage}."),
    };

    /// <summary>The type of the event that says so.</summary>
    internal static string EventType(ShipmentStage stage) => stage switch
    {
        ShipmentStage.Created => "shipment.created",
        ShipmentStage.InTransit => "shipment.in-transit",
        ShipmentStage.Delayed => "shipment.delayed",
        ShipmentStage.OutForDelivery => "shipment.out-for-delivery",
        ShipmentStage.Lost => "shipment.lost",
        ShipmentStage.Delivered => "shipment.delivered",
        _ => throw new NotSupportedException($"No event type for stage {stage}."),
    };
}
