using System.Collections.Immutable;
using Engagement.Events;

namespace Engagement.Orders;

/// <summary>
/// An order as decisions see it. Parts that no event has told yet are null, for events come in any order: every part is
/// chosen by the events' own times, so that the same events always make the same order.
/// </summary>
public sealed record Order(string Id)
{
    /// <summary>
    /// Returns and refunds remembered, so that none is counted twice. One more, and the whole order counts as given
    /// back: from then on nothing that is said again can change anything.
    /// </summary>
    public const int SettledMax = 512;

    /// <summary>Parcels remembered.</summary>
    public const int ParcelsMax = 64;

    /// <summary>
    /// Event types remembered in <see cref="Heard"/>: more than the product's own, so only the integrator's are let go.
    /// </summary>
    public const int HeardMax = 32;

    public DateTimeOffset? PlacedAt { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    public DateTimeOffset? PromisedAt { get; init; }

    /// <summary>When <see cref="PromisedAt"/> was said.</summary>
    public DateTimeOffset? PromiseSaidAt { get; init; }

    public DateTimeOffset? ShippedAt { get; init; }

    /// <summary>In the order of their ids; null while none is known, and in what was stored before they were.</summary>
    public ImmutableArray<Parcel>? Parcels { get; init; }

    /// <summary>When the last parcel arrived; null while one that is known has not.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Delivered when all known parcels are; else that of the furthest one that is still awaited.</summary>
    public ShipmentStage? Stage { get; init; }

    public string? TrackingUrl { get; init; }

    /// <summary>When <see cref="TrackingUrl"/> was said.</summary>
    public DateTimeOffset? TrackedAt { get; init; }

    public Money? Total { get; init; }

    public Money? Refunded { get; init; }

    /// <summary>The worth of what came back.</summary>
    public Money? Returned { get; init; }

    /// <summary>
    /// Something came back or was paid back whose share of the order nobody can tell: all of it counts.
    /// </summary>
    public bool Whole { get; init; }

    /// <summary>Returns and refunds that were counted; of a long name, its hash.</summary>
    public ImmutableArray<string> Settled { get; init; } = [];

    public ImmutableArray<OrderItem> Items { get; init; } = [];

    public DateTimeOffset? ReturnRequestedAt { get; init; }

    public DateTimeOffset? ReturnReceivedAt { get; init; }

    public int? Rating { get; init; }

    /// <summary>When <see cref="Rating"/> was given: the last one counts.</summary>
    public DateTimeOffset? RatedAt { get; init; }

    /// <summary>Types of events on this order that have come and left no instant of their own above.</summary>
    public ImmutableArray<string>? Heard { get; init; }
}
