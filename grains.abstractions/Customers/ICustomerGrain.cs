using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Engagement.Customers;

/// <summary>
/// One customer of one workspace. The key is <c>workspace/customer id</c>, see <see cref="CustomerKey"/>.
/// </summary>
[Alias("engagement.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes all events of one request for this customer, in order, and returns when they are durable: one receipt an
    /// event. An event that was taken before is answered <see cref="ReceiptKind.Duplicate"/>.
    /// </summary>
    [Alias("receive")]
    ValueTask<ImmutableArray<Receipt>> Receive(Delivery delivery);

    /// <summary>Does what is due at <paramref name="now"/>; a wake that finds nothing due changes nothing.</summary>
    [Alias("wake")]
    ValueTask<WakeResult> Wake(DateTimeOffset now);

    /// <summary>
    /// Whether a message that was decided on may leave now, and where to. Nothing is written, unless it goes to another
    /// address than it was decided for.
    /// </summary>
    [Alias("clear")]
    ValueTask<ClearAnswer> Clear(ClearRequest question);

    /// <summary>An agent's act, as on one of this customer's alerts; the act is core's JSON.</summary>
    [Alias("act")]
    ValueTask<ActAnswer> Act(string act);

    /// <summary>
    /// Brings the customer's time back to ours where a clock was ahead once; false when it is right.
    /// </summary>
    [Alias("set-time-right")]
    ValueTask<bool> SetTimeRight();

    /// <summary>The state as core's JSON, with its version.</summary>
    [Alias("view"), ReadOnly]
    ValueTask<CustomerView> View();
}

/// <summary>The events of one request that concern one customer.</summary>
/// <param name="FollowClock">
/// In a rehearsal workspace: let each event be taken at its own time (never before the workspace's clock).
/// </param>
[GenerateSerializer, Immutable, Alias("engagement.delivery")]
public sealed record Delivery(
    [property: Id(0)] ImmutableArray<EventMessage> Events, [property: Id(1)] bool FollowClock = false);

/// <summary>One validated event on its way to its customer.</summary>
/// <param name="Data">The event's data as UTF-8 JSON.</param>
[GenerateSerializer, Immutable, Alias("engagement.event-message")]
public sealed record EventMessage(
    [property: Id(0)] string Source,
    [property: Id(1)] string Id,
    [property: Id(2)] string Type,
    [property: Id(3)] DateTimeOffset OccurredAt,
    [property: Id(4)] byte[] Data);

/// <summary>What became of an event. The numbers are on the wire.</summary>
public enum ReceiptKind
{
    Accepted = 0,

    /// <summary>Taken before, with the same content.</summary>
    Duplicate = 1,

    /// <summary>The id was taken before with other content; the first one stands.</summary>
    Conflict = 2,
}

/// <param name="Version">The customer's version after the event (after the first one, for a duplicate).</param>
/// <param name="TakenAt">When the event, or the first of its id, was taken.</param>
[GenerateSerializer, Immutable, Alias("engagement.receipt")]
public readonly record struct Receipt(
    [property: Id(0)] ReceiptKind Kind, [property: Id(1)] long Version, [property: Id(2)] DateTimeOffset TakenAt);

/// <param name="Fired">Follow-ups that took effect.</param>
/// <param name="NextDue">When the customer wants to be woken next.</param>
[GenerateSerializer, Immutable, Alias("engagement.wakening")]
public readonly record struct WakeResult([property: Id(0)] int Fired, [property: Id(1)] DateTimeOffset? NextDue);

/// <summary>A message on its way out.</summary>
/// <param name="Key">The effect's key.</param>
/// <param name="To">Where it was to go when it was decided.</param>
[GenerateSerializer, Immutable, Alias("engagement.clear-request")]
public sealed record ClearRequest(
    [property: Id(0)] string Key,
    [property: Id(1)] string Channel,
    [property: Id(2)] string Purpose,
    [property: Id(3)] string To);

/// <param name="To">Where it goes.</param>
/// <param name="Reason">What holds it back; null when it may leave.</param>
[GenerateSerializer, Immutable, Alias("engagement.clear-answer")]
public sealed record ClearAnswer([property: Id(0)] string To, [property: Id(1)] string? Reason);

/// <param name="Refusal">Null when it is done; else why it cannot be done now.</param>
[GenerateSerializer, Immutable, Alias("engagement.act-answer")]
public sealed record ActAnswer([property: Id(0)] string? Refusal, [property: Id(1)] long Version);

/// <param name="Json">Core's <c>Customer</c> as UTF-8 JSON; empty for a customer of whom nothing is known.</param>
[GenerateSerializer, Immutable, Alias("engagement.customer-view")]
public sealed record CustomerView([property: Id(0)] long Version, [property: Id(1)] byte[] Json);
