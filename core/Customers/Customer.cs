using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Engagement.Alerts;
using Engagement.Events;

namespace Engagement.Customers;

/// <summary>
/// Everything a decision needs to know of one customer. A value: it is replaced, never changed. It is bounded; history
/// lives in the journal.
/// </summary>
public sealed partial record Customer
{
    /// <summary>Orders remembered; the oldest settled one is forgotten first.</summary>
    public const int OrdersMax = 64;

    /// <summary>Finished journey runs remembered, so that an entry is not made twice.</summary>
    public const int FinishedMax = 256;

    /// <summary>Somebody of whom nothing is known yet.</summary>
    public static Customer Unknown(string id) => new() { Id = id };

    /// <summary>The integrator's id, normalised at the door.</summary>
    public required string Id { get; init; }

    public Contact Contact { get; init; } = new();

    /// <summary>Consent by <c>channel/purpose</c>.</summary>
    public ImmutableArray<Consent> Consents { get; init; } = [];

    public ImmutableArray<Suppression> Suppressions { get; init; } = [];

    /// <summary>In the order in which we heard of them.</summary>
    public ImmutableArray<Order> Orders { get; init; } = [];

    /// <summary>Journey runs under way.</summary>
    public ImmutableArray<JourneyRun> Runs { get; init; } = [];

    /// <summary>Names of the newest finished runs, oldest first.</summary>
    public ImmutableArray<string> Finished { get; init; } = [];

    public ImmutableArray<PointsLot> Lots { get; init; } = [];

    public ImmutableArray<OpenAlert> Alerts { get; init; } = [];

    /// <summary>Sums of the ledger: pending and available points.</summary>
    public long PointsPending { get; init; }

    public long PointsAvailable { get; init; }

    /// <summary>When the customer next wants to be woken; null when nothing is waited for.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var run in Runs)
            {
                next = run.WakeAt < next || next is null ? run.WakeAt ?? next : next;
            }

            foreach (var lot in Lots)
            {
                next = lot.MaturesAt < next || next is null ? lot.MaturesAt ?? next : next;
            }

            return next;
        }
    }
}

public sealed record Consent(string Channel, string Purpose, bool Granted, DateTimeOffset At);

public sealed record Suppression(string Channel, string Address, string Reason);

/// <summary>An order as decisions see it. Parts that no event has told yet are null.</summary>
public sealed record Order(string Id)
{
    public DateTimeOffset? PlacedAt { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    public DateTimeOffset? PromisedAt { get; init; }

    public DateTimeOffset? ShippedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public ShipmentStage? Stage { get; init; }

    public string? TrackingUrl { get; init; }

    public Money? Total { get; init; }

    public Money? Refunded { get; init; }

    public ImmutableArray<OrderItem> Items { get; init; } = [];

    public DateTimeOffset? ReturnRequestedAt { get; init; }

    public DateTimeOffset? ReturnReceivedAt { get; init; }

    public int? Rating { get; init; }
}

/// <summary>One run of a journey: the version it began with, the step it stands at, and when it wakes.</summary>
public sealed record JourneyRun(
    string Entry,
    string Journey,
    int Version,
    string? OrderId,
    string? EventType,
    string? Trigger,
    string Step,
    DateTimeOffset? WakeAt);

/// <summary>Points earned at once.</summary>
/// <param name="Pending">Still to mature.</param>
/// <param name="Available">Matured and not clawed back.</param>
/// <param name="ClawedBack">Occurrences that have taken from this lot.</param>
public sealed record PointsLot(
    string Id,
    string Programme,
    int Version,
    string OrderId,
    long Earned,
    long Pending,
    long Available,
    DateTimeOffset? MaturesAt,
    ImmutableArray<string> ClawedBack);
