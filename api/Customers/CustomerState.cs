using System.Collections.Immutable;
using System.Text;
using Engagement.Alerts;
using Engagement.Events;
using Engagement.Http;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;
using Engagement.Profile;

namespace Engagement.Customers;

/// <summary>A customer as decisions see them, without what core keeps only to recognise a thing it has seen.</summary>
/// <param name="Orders">In the order in which we heard of them.</param>
/// <param name="Runs">Journey runs under way.</param>
/// <param name="Lots">What was earned at once, and what became of it.</param>
/// <param name="Alerts">Those that are not resolved.</param>
/// <param name="NextDue">When something happens by itself; null when nothing is waited for.</param>
sealed record CustomerState(
    string Id,
    Contact Contact,
    ImmutableArray<Consent> Consents,
    ImmutableArray<SuppressionState> Suppressions,
    ImmutableArray<OrderState> Orders,
    ImmutableArray<RunState> Runs,
    ImmutableArray<PointsLot> Lots,
    ImmutableArray<OpenAlert> Alerts,
    long PointsPending,
    long PointsAvailable,
    DateTimeOffset? NextDue)
{
    public static CustomerState Of(
        Customer customer, Catalogue catalogue, ImmutableArray<SuppressionState> suppressions) => new(
        customer.Id,
        customer.Profile.Contact,
        customer.Profile.Consents,
        suppressions,
        [.. customer.Orders.Orders.Select(OrderState.Of)],
        [.. customer.Journeys.Runs.Select(run => RunState.Of(run, customer, catalogue))],
        customer.Points.Lots,
        customer.Alerts.Alerts,
        customer.Points.Pending,
        customer.Points.Available,
        customer.NextDue);
}

/// <summary>An order; what no event has told yet is null.</summary>
/// <param name="Returned">The worth of what came back.</param>
sealed record OrderState(
    string Id,
    DateTimeOffset? PlacedAt,
    DateTimeOffset? PaidAt,
    DateTimeOffset? CancelledAt,
    DateTimeOffset? PromisedAt,
    DateTimeOffset? ShippedAt,
    DateTimeOffset? DeliveredAt,
    ShipmentStage? Stage,
    string? TrackingUrl,
    Money? Total,
    Money? Refunded,
    Money? Returned,
    ImmutableArray<OrderItem> Items,
    DateTimeOffset? ReturnRequestedAt,
    DateTimeOffset? ReturnReceivedAt,
    int? Rating)
{
    public static OrderState Of(Order order) => new(
        order.Id,
        order.PlacedAt,
        order.PaidAt,
        order.CancelledAt,
        order.PromisedAt,
        order.ShippedAt,
        order.DeliveredAt,
        order.Stage,
        order.TrackingUrl,
        order.Total,
        order.Refunded,
        order.Returned,
        order.Items,
        order.ReturnRequestedAt,
        order.ReturnReceivedAt,
        order.Rating);
}

/// <summary>A run of a journey that is under way.</summary>
/// <param name="Entry">Names the run within the customer, for example <c>review-request:order-7</c>.</param>
/// <param name="Version">The version it began with, and keeps.</param>
/// <param name="Trigger">The data of the event that began it, as it was sent.</param>
/// <param name="Step">Where it stands.</param>
/// <param name="WakeAt">When it goes on by itself; null while only an event can move it.</param>
/// <param name="Unknown">The field that it waits to become known, which it may never; null when it is known.</param>
sealed record RunState(
    string Entry,
    string Journey,
    int Version,
    string? OrderId,
    string? EventType,
    RawJson? Trigger,
    string Step,
    DateTimeOffset? WakeAt,
    string? Unknown)
{
    public static RunState Of(JourneyRun run, Customer customer, Catalogue catalogue) => new(
        run.Entry,
        run.Journey,
        run.Version,
        run.OrderId,
        run.EventType,
        run.Trigger is { } trigger ? new(Encoding.UTF8.GetBytes(trigger)) : null,
        run.Step,
        run.WakeAt,
        UnknownWaits.Of(customer, run, catalogue.Journeys));
}
