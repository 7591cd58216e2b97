using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Schema;

namespace Engagement.Orders;

/// <summary>What definitions may look at of an order, and of all of them.</summary>
static class OrderFields
{
    static readonly FieldType s_id = new FieldType.Text(TextForm.Identifier);
    static readonly FieldType s_line = new FieldType.Text(TextForm.Line);
    static readonly FieldType s_currency = new FieldType.Text(TextForm.Currency);
    static readonly FieldType s_count = new FieldType.Whole(Min: 0);
    static readonly FieldType s_truth = new FieldType.Truth();
    static readonly FieldType s_instant = new FieldType.Instant();
    static readonly FieldType s_stage = new FieldType.Choice(ShipmentStages.Names);

    public static ImmutableArray<Field> All { get; } =
    [
        Of("id", s_id, o => Value.Of(o.Id)),
        Of("placedAt", s_instant, o => Value.Of(o.PlacedAt)),
        Of("paidAt", s_instant, o => Value.Of(o.PaidAt)),
        Of("cancelledAt", s_instant, o => Value.Of(o.CancelledAt)),
        Of("promisedAt", s_instant, o => Value.Of(o.PromisedAt)),
        Of("shippedAt", s_instant, o => Value.Of(o.ShippedAt)),
        Of("deliveredAt", s_instant, o => Value.Of(o.DeliveredAt)),
        Of("returnRequestedAt", s_instant, o => Value.Of(o.ReturnRequestedAt)),
        Of("returnReceivedAt", s_instant, o => Value.Of(o.ReturnReceivedAt)),
        Of("stage", s_stage, o => Value.Of(ShipmentStages.Name(o.Stage))),
        Of("trackingUrl", new FieldType.Text(TextForm.Url), o => Value.Of(o.TrackingUrl)),
        Of("total.amount", s_count, o => Value.Of(o.Total?.Amount)),
        Of("total.currency", s_currency, o => Value.Of(o.Total?.Currency)),
        Of("refunded.amount", s_count, o => Value.Of(o.Refunded?.Amount)),
        Of("refundedInFull", s_truth, o => Value.Of(OrderHistory.IsRefundedInFull(o))),
        Of("rating", new FieldType.Whole(1, 5), o => Value.Of(o.Rating)),
        Of("late", s_truth, o => o is { DeliveredAt: { } came, PromisedAt: { } promised }
            ? Value.Of(came > promised)
            : Value.Missing),
        Of("productIds", new FieldType.List(s_id), o =>
            Value.Of([.. o.Items.Select(item => Value.Of(item.ProductId))])),
        Of("categories", new FieldType.List(s_line), o =>
            Value.Of([.. o.Items.Select(item => Value.Of(item.Category))])),
        new CustomerField("customer.orders", s_count, customer => Value.Of(customer.Of<OrderBook>().Count)),
    ];

    static SubjectField<Order> Of(string name, FieldType type, Func<Order, Value> get) =>
        new($"order.{name}", type, get);
}
