using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Engagement.Events;

namespace Engagement.Definitions.Reading;

/// <summary>Which events there are and which members they have, so that a definition cannot name others.</summary>
static class EventFields
{
    public const string CustomPrefix = "custom.";

    static readonly FrozenDictionary<string, FrozenSet<string>> _pathsByType = new Dictionary<string, Type>
    {
        ["customer.identified"] = typeof(EventData.CustomerIdentified),
        ["customer.updated"] = typeof(EventData.CustomerUpdated),
        ["customer.consent-changed"] = typeof(EventData.ConsentChanged),
        ["product.viewed"] = typeof(EventData.ProductViewed),
        ["order.placed"] = typeof(EventData.OrderPlaced),
        ["order.paid"] = typeof(EventData.OrderPaid),
        ["order.cancelled"] = typeof(EventData.OrderCancelled),
        ["shipment.created"] = typeof(EventData.ShipmentCreated),
        ["shipment.in-transit"] = typeof(EventData.ShipmentInTransit),
        ["shipment.out-for-delivery"] = typeof(EventData.ShipmentOutForDelivery),
        ["shipment.delivered"] = typeof(EventData.ShipmentDelivered),
        ["shipment.delayed"] = typeof(EventData.ShipmentDelayed),
        ["shipment.lost"] = typeof(EventData.ShipmentLost),
        ["review.submitted"] = typeof(EventData.ReviewSubmitted),
        ["survey.sent"] = typeof(EventData.SurveySent),
        ["survey.answered"] = typeof(EventData.SurveyAnswered),
        ["return.requested"] = typeof(EventData.ReturnRequested),
        ["return.received"] = typeof(EventData.ReturnReceived),
        ["refund.issued"] = typeof(EventData.RefundIssued),
        ["support.requested"] = typeof(EventData.SupportRequested),
        ["message.opened"] = typeof(EventData.MessageOpened),
        ["message.clicked"] = typeof(EventData.MessageClicked),
        ["message.bounced"] = typeof(EventData.MessageBounced),
        ["message.unsubscribed"] = typeof(EventData.MessageUnsubscribed),
    }.ToFrozenDictionary(pair => pair.Key, pair => Paths(pair.Value, "").ToFrozenSet(), StringComparer.Ordinal);

    public static IEnumerable<string> Types => _pathsByType.Keys.Order(StringComparer.Ordinal);

    public static bool IsType(string type) =>
        _pathsByType.ContainsKey(type)
        || (type.StartsWith(CustomPrefix, StringComparison.Ordinal) && type.Length > CustomPrefix.Length);

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

    static IEnumerable<string> Paths(Type type, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name is nameof(EventData.Order) or "EqualityContract")
            {
                continue;
            }

            var path = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (property.PropertyType == typeof(Contact) || property.PropertyType == typeof(Money))
            {
                foreach (var inner in Paths(property.PropertyType, path + "."))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return path;
            }
        }
    }
}
