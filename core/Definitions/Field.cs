using System.Collections.Frozen;
using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.Orders;

namespace Engagement.Definitions;

/// <summary>A path such as <c>order.total.amount</c>: where conditions, waits and wordings look.</summary>
public abstract record Field(string Path)
{
    public abstract Value Read(in Scope scope);

    /// <summary>The fields of <c>order</c> and <c>customer</c> by path.</summary>
    public static FrozenDictionary<string, Field> Known { get; } =
        OrderFields().Concat(CustomerFields()).ToFrozenDictionary(field => field.Path, StringComparer.Ordinal);

    /// <summary>
    /// Reads a path; null when <c>order</c> or <c>customer</c> has no such field, or it begins otherwise.
    /// </summary>
    public static Field? Find(string path)
    {
        if (Known.TryGetValue(path, out var known))
        {
            return known;
        }

        if (path == "event.type")
        {
            return new OfEventType();
        }

        return path.StartsWith("event.", StringComparison.Ordinal)
            ? new OfEvent(path, [.. path["event.".Length..].Split('.')])
            : null;
    }

    public sealed record OfOrder(string Path, Func<Order, Value> Get) : Field(Path)
    {
        public override Value Read(in Scope scope) => scope.Order is { } order ? Get(order) : Value.Missing;
    }

    public sealed record OfCustomer(string Path, Func<Customer, Value> Get) : Field(Path)
    {
        public override Value Read(in Scope scope) => Get(scope.Customer);
    }

    public sealed record OfEventType() : Field("event.type")
    {
        public override Value Read(in Scope scope) => Value.Of(scope.EventType);
    }

    public sealed record OfEvent(string Path, ImmutableArray<string> Members) : Field(Path)
    {
        public override Value Read(in Scope scope) => EventMembers.Read(scope.EventJson.Span, Members);
    }

    static IEnumerable<Field> OrderFields() =>
    [
        new OfOrder("order.id", o => Value.Of(o.Id)),
        new OfOrder("order.placedAt", o => Value.Of(o.PlacedAt)),
        new OfOrder("order.paidAt", o => Value.Of(o.PaidAt)),
        new OfOrder("order.cancelledAt", o => Value.Of(o.CancelledAt)),
        new OfOrder("order.promisedAt", o => Value.Of(o.PromisedAt)),
        new OfOrder("order.shippedAt", o => Value.Of(o.ShippedAt)),
        new OfOrder("order.deliveredAt", o => Value.Of(o.DeliveredAt)),
        new OfOrder("order.returnRequestedAt", o => Value.Of(o.ReturnRequestedAt)),
        new OfOrder("order.returnReceivedAt", o => Value.Of(o.ReturnReceivedAt)),
        new OfOrder("order.stage", o => Value.Of(ShipmentStages.Name(o.Stage))),
        new OfOrder("order.trackingUrl", o => Value.Of(o.TrackingUrl)),
        new OfOrder("order.total.amount", o => Value.Of(o.Total?.Amount)),
        new OfOrder("order.total.currency", o => Value.Of(o.Total?.Currency)),
        new OfOrder("order.refunded.amount", o => Value.Of(o.Refunded?.Amount)),
        new OfOrder("order.refundedInFull", o => Value.Of(OrderBook.IsRefundedInFull(o))),
        new OfOrder("order.rating", o => Value.Of(o.Rating)),
        new OfOrder("order.late", o => o is { DeliveredAt: { } came, PromisedAt: { } promised }
            ? Value.Of(came > promised)
            : Value.Missing),
        new OfOrder("order.productIds", o => Value.Of([.. o.Items.Select(item => Value.Of(item.ProductId))])),
        new OfOrder("order.categories", o => Value.Of([.. o.Items.Select(item => Value.Of(item.Category))])),
    ];

    static IEnumerable<Field> CustomerFields() =>
    [
        new OfCustomer("customer.id", c => Value.Of(c.Id)),
        new OfCustomer("customer.name", c => Value.Of(c.Contact.Name)),
        new OfCustomer("customer.email", c => Value.Of(c.Contact.Email)),
        new OfCustomer("customer.phone", c => Value.Of(c.Contact.Phone)),
        new OfCustomer("customer.locale", c => Value.Of(c.Contact.Locale)),
        new OfCustomer("customer.timeZone", c => Value.Of(c.Contact.TimeZone)),
        new OfCustomer("customer.city", c => Value.Of(c.Contact.City)),
        new OfCustomer("customer.region", c => Value.Of(c.Contact.Region)),
        new OfCustomer("customer.country", c => Value.Of(c.Contact.Country)),
        new OfCustomer("customer.orders", c => Value.Of(c.OrderCount)),
        new OfCustomer("customer.openAlerts", c => Value.Of(c.Alerts.Length)),
        new OfCustomer("customer.pointsPending", c => Value.Of(c.PointsPending)),
        new OfCustomer("customer.pointsAvailable", c => Value.Of(c.PointsAvailable)),
    ];
}
