using System.Text.Json.Serialization;
using Engagement.Slices;

namespace Engagement.Orders;

/// <summary>What there is of orders, for the table of slices.</summary>
static class OrdersSlice
{
    public static Slice Slice { get; } = new(OrdersJson.Default)
    {
        Facts =
        [
            new(typeof(OrderFact.OrderPlaced), "order-placed"),
            new(typeof(OrderFact.OrderPaid), "order-paid"),
            new(typeof(OrderFact.OrderCancelled), "order-cancelled"),
            new(typeof(OrderFact.ShipmentMoved), "shipment-moved"),
            new(typeof(OrderFact.PromiseMoved), "promise-moved"),
            new(typeof(OrderFact.ReturnRequested), "return-requested"),
            new(typeof(OrderFact.ReturnReceived), "return-received"),
            new(typeof(OrderFact.Refunded), "refunded"),
            new(typeof(OrderFact.OrderMentioned), "order-mentioned"),
        ],
        Fields = OrderFields.All,
    };
}

[JsonSerializable(typeof(OrderFact.OrderPlaced))]
[JsonSerializable(typeof(OrderFact.OrderPaid))]
[JsonSerializable(typeof(OrderFact.OrderCancelled))]
[JsonSerializable(typeof(OrderFact.ShipmentMoved))]
[JsonSerializable(typeof(OrderFact.PromiseMoved))]
[JsonSerializable(typeof(OrderFact.ReturnRequested))]
[JsonSerializable(typeof(OrderFact.ReturnReceived))]
[JsonSerializable(typeof(OrderFact.Refunded))]
[JsonSerializable(typeof(OrderFact.OrderMentioned))]
[JsonSerializable(typeof(OrderBook))]
sealed partial class OrdersJson : JsonSerializerContext;
