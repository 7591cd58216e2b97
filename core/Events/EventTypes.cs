using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>
/// The vocabulary: every dotted name with its record and an example. Validation, the JSON Schemas that are served and
/// <c>docs/event-types.md</c> come from here.
/// </summary>
public static partial class EventTypes
{
    public const int NameMax = 100;

    // Every character of a name may be escaped.
    const int NameEscapedMax = 6 * NameMax;

    internal const string CustomPattern = @"^custom(\.[a-z0-9]+(-[a-z0-9]+)*)+$";

    public static ImmutableArray<EventType> All { get; } =
    [
        Type("customer.identified", EventJson.Default.CustomerIdentified,
            """
            { "contact": { "name": "Ada", "email": "ada@example.com", "locale": "en", "timeZone": "Europe/Berlin" } }
            """),
        Type("customer.updated", EventJson.Default.CustomerUpdated,
            """
            { "contact": { "email": "ada@example.org", "country": "DE" } }
            """),
        Type("customer.consent-changed", EventJson.Default.ConsentChanged,
            """
            { "channel": "email", "purpose": "marketing", "granted": true }
            """),
        Type("product.viewed", EventJson.Default.ProductViewed,
            """
            { "productId": "kettle", "category": "kitchen", "url": "https://shop.example/kettle" }
            """),
        Type("order.placed", EventJson.Default.OrderPlaced,
            """
            {
              "orderId": "1001",
              "total": { "amount": 8900, "currency": "EUR" },
              "items": [ { "productId": "kettle", "quantity": 1, "price": { "amount": 8900, "currency": "EUR" } } ],
              "promisedAt": "2026-03-06T18:00:00+01:00",
              "contact": { "name": "Ada", "email": "ada@example.com" }
            }
            """),
        Type("order.paid", EventJson.Default.OrderPaid,
            """
            { "orderId": "1001" }
            """),
        Type("order.cancelled", EventJson.Default.OrderCancelled,
            """
            { "orderId": "1001", "reason": "ordered twice" }
            """),
        Type("shipment.created", EventJson.Default.ShipmentCreated,
            """
            {
              "orderId": "1001", "shipmentId": "1001-1", "carrier": "DHL", "trackingNumber": "00340434161094015902",
              "trackingUrl": "https://carrier.example/00340434161094015902"
            }
            """),
        Type("shipment.in-transit", EventJson.Default.ShipmentInTransit,
            """
            { "orderId": "1001", "shipmentId": "1001-1", "location": "Leipzig" }
            """),
        Type("shipment.out-for-delivery", EventJson.Default.ShipmentOutForDelivery,
            """
            { "orderId": "1001", "shipmentId": "1001-1" }
            """),
        Type("shipment.delivered", EventJson.Default.ShipmentDelivered,
            """
            { "orderId": "1001", "shipmentId": "1001-1" }
            """),
        Type("shipment.delayed", EventJson.Default.ShipmentDelayed,
            """
            { "orderId": "1001", "promisedAt": "2026-03-09T18:00:00+01:00", "reason": "snow" }
            """),
        Type("shipment.lost", EventJson.Default.ShipmentLost,
            """
            { "orderId": "1001", "shipmentId": "1001-1" }
            """),
        Type("review.submitted", EventJson.Default.ReviewSubmitted,
            """
            { "reviewId": "r-77", "rating": 2, "orderId": "1001", "text": "It leaks.", "language": "en" }
            """),
        Type("survey.sent", EventJson.Default.SurveySent,
            """
            { "surveyId": "s-12", "orderId": "1001" }
            """),
        Type("survey.answered", EventJson.Default.SurveyAnswered,
            """
            { "surveyId": "s-12", "score": 9, "orderId": "1001", "text": "Quick and friendly." }
            """),
        Type("return.requested", EventJson.Default.ReturnRequested,
            """
            { "orderId": "1001", "returnId": "ret-5", "reason": "leaks" }
            """),
        Type("return.received", EventJson.Default.ReturnReceived,
            """
            { "orderId": "1001", "returnId": "ret-5", "amount": { "amount": 8900, "currency": "EUR" } }
            """),
        Type("refund.issued", EventJson.Default.RefundIssued,
            """
            { "orderId": "1001", "refundId": "ref-9", "amount": { "amount": 8900, "currency": "EUR" } }
            """),
        Type("support.requested", EventJson.Default.SupportRequested,
            """
            { "caseId": "c-31", "subject": "Lid", "text": "Where do I get a new lid?", "orderId": "1001" }
            """),
        Type("message.opened", EventJson.Default.MessageOpened,
            """
            { "messageId": "m-42" }
            """),
        Type("message.clicked", EventJson.Default.MessageClicked,
            """
            { "messageId": "m-42", "url": "https://shop.example/kettle" }
            """),
        Type("message.bounced", EventJson.Default.MessageBounced,
            """
            { "messageId": "m-42", "hard": true, "reason": "no such mailbox" }
            """),
        Type("message.unsubscribed", EventJson.Default.MessageUnsubscribed,
            """
            { "messageId": "m-42", "purpose": "marketing" }
            """),
        Type("custom.your-name", EventJson.Default.Custom,
            """
            { "anything": ["you", "like"], "level": 3 }
            """),
    ];

    static readonly FrozenDictionary<string, EventType> s_byName =
        All.Where(type => !type.IsCustom).ToFrozenDictionary(type => type.Name);

    static readonly FrozenDictionary<string, EventType>.AlternateLookup<ReadOnlySpan<char>> s_bySpan =
        s_byName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stands for every event of the integrator's own.</summary>
    public static EventType Custom => All[^1];

    /// <summary>The type of that name; every well-formed <c>custom.</c> name is <see cref="Custom"/>.</summary>
    public static EventType? Find(ReadOnlySpan<char> name) =>
        s_bySpan.TryGetValue(name, out var type) ? type
        : IsCustom(name) ? Custom
        : null;

    /// <summary>The type named by the text at the reader.</summary>
    internal static EventType? Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > NameEscapedMax || EscapedText.Flaw(ref reader) is not null)
        {
            return null;
        }

        Span<char> name = stackalloc char[NameEscapedMax];
        return Find(name[..reader.CopyString(name)]);
    }

    static bool IsCustom(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= NameMax && name[^1] != '\n' && CustomName().IsMatch(name);

    [GeneratedRegex(CustomPattern)]
    private static partial Regex CustomName();

    static EventType Type(string name, JsonTypeInfo info, string example) => new(name, info, example);
}
