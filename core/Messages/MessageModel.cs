using System.Buffers;
using System.Text.Json;
using Engagement.Events;
using Engagement.Loyalty;
using Engagement.Orders;
using Engagement.Profile;

namespace Engagement.Messages;

/// <summary>
/// What a template may see, frozen at the moment the message was decided on. Members come in a fixed order.
/// </summary>
static class MessageModel
{
    public static JsonElement Freeze(ICustomer customer, Send send)
    {
        var points = customer.Of<PointsAccount>();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, customer.Id, customer.Of<CustomerProfile>().Contact);
            Write(json, send.Order);
            Write(json, send.EventType, send.EventJson);
            json.WriteStartObject("points");
            json.WriteNumber("pending", points.Pending);
            json.WriteNumber("available", points.Available);
            json.WriteEndObject();
            json.WriteStartObject("message");
            json.WriteString("key", send.Key);
            json.WriteString("purpose", send.Purpose);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter json, string id, Contact contact)
    {
        json.WriteStartObject("customer");
        json.WriteString("id", id);
        Write(json, "name", contact.Name);
        Write(json, "email", contact.Email);
        Write(json, "phone", contact.Phone);
        Write(json, "locale", contact.Locale);
        Write(json, "timeZone", contact.TimeZone);
        Write(json, "city", contact.City);
        Write(json, "region", contact.Region);
        Write(json, "country", contact.Country);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Order? order)
    {
        if (order is null)
        {
            json.WriteNull("order");
            return;
        }

        json.WriteStartObject("order");
        json.WriteString("id", order.Id);
        Write(json, "placedAt", order.PlacedAt);
        Write(json, "paidAt", order.PaidAt);
        Write(json, "cancelledAt", order.CancelledAt);
        Write(json, "promisedAt", order.PromisedAt);
        Write(json, "shippedAt", order.ShippedAt);
        Write(json, "deliveredAt", order.DeliveredAt);
        Write(json, "stage", ShipmentStages.Name(order.Stage));
        Write(json, "trackingUrl", order.TrackingUrl);
        Write(json, "total", order.Total);
        Write(json, "refunded", order.Refunded);
        json.WriteStartArray("items");
        foreach (var item in order.Items)
        {
            Write(json, item);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, OrderItem item)
    {
        json.WriteStartObject();
        json.WriteString("productId", item.ProductId);
        json.WriteNumber("quantity", item.Quantity);
        Write(json, "price", item.Price);
        Write(json, "name", item.Name);
        Write(json, "category", item.Category);
        json.WriteEndObject();
    }

    /// <summary>The members of the event's data, and <c>type</c>, which is the event's own.</summary>
    static void Write(Utf8JsonWriter json, string? eventType, ReadOnlyMemory<byte> data)
    {
        json.WriteStartObject("event");
        Write(json, "type", eventType);
        if (!data.IsEmpty)
        {
            using var document = JsonDocument.Parse(data);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!member.NameEquals("type"u8))
                {
                    member.WriteTo(json);
                }
            }
        }

        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, Money? money)
    {
        if (money is not null)
        {
            json.WriteStartObject(name);
            json.WriteNumber("amount", money.Amount);
            json.WriteString("currency", money.Currency);
            json.WriteEndObject();
        }
    }

    static void Write(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    static void Write(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } known)
        {
            json.WriteString(name, known);
        }
    }
}
