using System.Collections.Frozen;
using System.Collections.Immutable;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Orders;

namespace Engagement.Definitions;

/// <summary>A path such as <c>order.total.amount</c>: where conditions, waits and wordings look.</summary>
public abstract record Field(string Path)
{
    static readonly FieldType s_id = new FieldType.Text(TextForm.Identifier);
    static readonly FieldType s_line = new FieldType.Text(TextForm.Line);
    static readonly FieldType s_currency = new FieldType.Text(TextForm.Currency);
    static readonly FieldType s_count = new FieldType.Whole(Min: 0);
    static readonly FieldType s_number = new FieldType.Whole();
    static readonly FieldType s_truth = new FieldType.Truth();
    static readonly FieldType s_instant = new FieldType.Instant();
    static readonly FieldType s_stage = new FieldType.Choice(ShipmentStages.Names);

    public abstract Value Read(in Scope scope);

    /// <summary>What it can hold; of an event's member only its event can say that.</summary>
    public virtual FieldType Type => new FieldType.Any();

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

    public sealed record OfOrder(string Path, FieldType Holds, Func<Order, Value> Get) : Field(Path)
    {
        public override FieldType Type => Holds;

        public override Value Read(in Scope scope) => scope.Order is { } order ? Get(order) : Value.Missing;
    }

    public sealed record OfCustomer(string Path, FieldType Holds, Func<Customer, Value> Get) : Field(Path)
    {
        public override FieldType Type => Holds;

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
        new OfOrder("order.id", s_id, o => Value.Of(o.Id)),
        new OfOrder("order.placedAt", s_instant, o => Value.Of(o.PlacedAt)),
        new OfOrder("order.paidAt", s_instant, o => Value.Of(o.PaidAt)),
        new OfOrder("order.cancelledAt", s_instant, o => Value.Of(o.CancelledAt)),
        new OfOrder("order.promisedAt", s_instant, o => Value.Of(o.PromisedAt)),
        new OfOrder("order.shippedAt", s_instant, o => Value.Of(o.ShippedAt)),
        new OfOrder("order.deliveredAt", s_instant, o => Value.Of(o.DeliveredAt)),
        new OfOrder("order.returnRequestedAt", s_instant, o => Value.Of(o.ReturnRequestedAt)),
        new OfOrder("order.returnReceivedAt", s_instant, o => Value.Of(o.ReturnReceivedAt)),
        new OfOrder("order.stage", s_stage, o => Value.Of(ShipmentStages.Name(o.Stage))),
        new OfOrder("order.trackingUrl", new FieldType.Text(TextForm.Url), o => Value.Of(o.TrackingUrl)),
        new OfOrder("order.total.amount", s_count, o => Value.Of(o.Total?.Amount)),
        new OfOrder("order.total.currency", s_currency, o => Value.Of(o.Total?.Currency)),
        new OfOrder("order.refunded.amount", s_count, o => Value.Of(o.Refunded?.Amount)),
        new OfOrder("order.refundedInFull", s_truth, o => Value.Of(OrderBook.IsRefundedInFull(o))),
        new OfOrder("order.rating", new FieldType.Whole(1, 5), o => Value.Of(o.Rating)),
        new OfOrder("order.late", s_truth, o => o is { DeliveredAt: { } came, PromisedAt: { } promised }
            ? Value.Of(came > promised)
            : Value.Missing),
        new OfOrder("order.productIds", new FieldType.List(s_id), o =>
            Value.Of([.. o.Items.Select(item => Value.Of(item.ProductId))])),
        new OfOrder("order.categories", new FieldType.List(s_line), o =>
            Value.Of([.. o.Items.Select(item => Value.Of(item.Category))])),
    ];

    static IEnumerable<Field> CustomerFields() =>
    [
        new OfCustomer("customer.id", s_id, c => Value.Of(c.Id)),
        new OfCustomer("customer.name", s_line, c => Value.Of(c.Contact.Name)),
        new OfCustomer("customer.email", new FieldType.Text(TextForm.Email), c => Value.Of(c.Contact.Email)),
        new OfCustomer("customer.phone", s_line, c => Value.Of(c.Contact.Phone)),
        new OfCustomer("customer.locale", new FieldType.Text(TextForm.Locale), c => Value.Of(c.Contact.Locale)),
        new OfCustomer("customer.timeZone", new FieldType.Text(TextForm.TimeZone), c => Value.Of(c.Contact.TimeZone)),
        new OfCustomer("customer.city", s_line, c => Value.Of(c.Contact.City)),
        new OfCustomer("customer.region", s_line, c => Value.Of(c.Contact.Region)),
        new OfCustomer("customer.country", new FieldType.Text(TextForm.Country), c => Value.Of(c.Contact.Country)),
        new OfCustomer("customer.orders", s_count, c => Value.Of(c.OrderCount)),
        new OfCustomer("customer.openAlerts", s_count, c => Value.Of(c.Alerts.Length)),
        new OfCustomer("customer.pointsPending", s_number, c => Value.Of(c.PointsPending)),
        new OfCustomer("customer.pointsAvailable", s_number, c => Value.Of(c.PointsAvailable)),
    ];
}
