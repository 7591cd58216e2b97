using System.Text.Json.Serialization;

namespace Engagement.Events;

/// <summary>How events are read. The door was strict; a reader of what is stored skips what it does not know.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventData.CustomerIdentified))]
[JsonSerializable(typeof(EventData.CustomerUpdated))]
[JsonSerializable(typeof(EventData.ConsentChanged))]
[JsonSerializable(typeof(EventData.ProductViewed))]
[JsonSerializable(typeof(EventData.OrderPlaced))]
[JsonSerializable(typeof(EventData.OrderPaid))]
[JsonSerializable(typeof(EventData.OrderCancelled))]
[JsonSerializable(typeof(EventData.ShipmentCreated))]
[JsonSerializable(typeof(EventData.ShipmentInTransit))]
[JsonSerializable(typeof(EventData.ShipmentOutForDelivery))]
[JsonSerializable(typeof(EventData.ShipmentDelivered))]
[JsonSerializable(typeof(EventData.ShipmentDelayed))]
[JsonSerializable(typeof(EventData.ShipmentLost))]
[JsonSerializable(typeof(EventData.ReviewSubmitted))]
[JsonSerializable(typeof(EventData.SurveySent))]
[JsonSerializable(typeof(EventData.SurveyAnswered))]
[JsonSerializable(typeof(EventData.ReturnRequested))]
[JsonSerializable(typeof(EventData.ReturnReceived))]
[JsonSerializable(typeof(EventData.RefundIssued))]
[JsonSerializable(typeof(EventData.SupportRequested))]
[JsonSerializable(typeof(EventData.MessageOpened))]
[JsonSerializable(typeof(EventData.MessageClicked))]
[JsonSerializable(typeof(EventData.MessageBounced))]
[JsonSerializable(typeof(EventData.MessageUnsubscribed))]
[JsonSerializable(typeof(EventData.Custom))]
sealed partial class EventJson : JsonSerializerContext;
