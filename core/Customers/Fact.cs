using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Engagement.Alerts;
using Engagement.Events;
using Engagement.Orders;

namespace Engagement.Customers;

/// <summary>What we concluded. Facts are stored for ever, so a name here is never reused.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(ProfileChanged), "profile-changed")]
[JsonDerivedType(typeof(ProfileConfirmed), "profile-confirmed")]
[JsonDerivedType(typeof(ConsentChanged), "consent-changed")]
[JsonDerivedType(typeof(AddressSuppressed), "address-suppressed")]
[JsonDerivedType(typeof(SuppressionLifted), "suppression-lifted")]
[JsonDerivedType(typeof(LetterBouncedSoftly), "letter-bounced-softly")]
[JsonDerivedType(typeof(LetterRedirected), "letter-redirected")]
[JsonDerivedType(typeof(AddressReached), "address-reached")]
[JsonDerivedType(typeof(OrderPlaced), "order-placed")]
[JsonDerivedType(typeof(OrderPaid), "order-paid")]
[JsonDerivedType(typeof(OrderCancelled), "order-cancelled")]
[JsonDerivedType(typeof(ShipmentMoved), "shipment-moved")]
[JsonDerivedType(typeof(PromiseMoved), "promise-moved")]
[JsonDerivedType(typeof(ReturnRequested), "return-requested")]
[JsonDerivedType(typeof(ReturnReceived), "return-received")]
[JsonDerivedType(typeof(Refunded), "refunded")]
[JsonDerivedType(typeof(Reviewed), "reviewed")]
[JsonDerivedType(typeof(OrderMentioned), "order-mentioned")]
[JsonDerivedType(typeof(JourneyEntered), "journey-entered")]
[JsonDerivedType(typeof(JourneyDeclined), "journey-declined")]
[JsonDerivedType(typeof(JourneyMoved), "journey-moved")]
[JsonDerivedType(typeof(JourneyLeft), "journey-left")]
[JsonDerivedType(typeof(MessageQueued), "message-queued")]
[JsonDerivedType(typeof(MessageWithheld), "message-withheld")]
[JsonDerivedType(typeof(EffectRetried), "effect-retried")]
[JsonDerivedType(typeof(EffectDismissed), "effect-dismissed")]
[JsonDerivedType(typeof(AlertRaised), "alert-raised")]
[JsonDerivedType(typeof(AlertClaimed), "alert-claimed")]
[JsonDerivedType(typeof(AlertReleased), "alert-released")]
[JsonDerivedType(typeof(AlertResolved), "alert-resolved")]
[JsonDerivedType(typeof(AlertNoted), "alert-noted")]
[JsonDerivedType(typeof(PointsEarned), "points-earned")]
[JsonDerivedType(typeof(PointsDeclined), "points-declined")]
[JsonDerivedType(typeof(PointsScheduled), "points-scheduled")]
[JsonDerivedType(typeof(PointsMatured), "points-matured")]
[JsonDerivedType(typeof(PointsClawedBack), "points-clawed-back")]
public abstract record Fact
{
    /// <summary>What is now known of the person; members that are null were not touched.</summary>
    /// <param name="At">When it was true, by the source's clock.</param>
    public sealed record ProfileChanged(Contact Contact, DateTimeOffset At) : Fact;

    /// <summary>What was known of the person was said again, later: it holds against anything older.</summary>
    public sealed record ProfileConfirmed(Contact Contact, DateTimeOffset At) : Fact;

    public sealed record ConsentChanged(string Channel, string Purpose, bool Granted, DateTimeOffset At) : Fact;

    /// <summary>This address gets nothing more over this channel: it bounced for good, or they asked.</summary>
    public sealed record AddressSuppressed(string Channel, string Address, string Reason) : Fact;

    /// <summary>Somebody who knows better lets the address have letters again.</summary>
    public sealed record SuppressionLifted(string Channel, string Address, string Agent) : Fact;

    /// <summary>A letter came back, for a reason that may pass.</summary>
    public sealed record LetterBouncedSoftly(string Key, string Address, DateTimeOffset At) : Fact;

    /// <summary>A letter leaves for another address than it was decided for, as the customer's has changed.</summary>
    public sealed record LetterRedirected(string Key, string To) : Fact;

    /// <summary>A letter to this address was read: what bounced before it is no longer held against it.</summary>
    public sealed record AddressReached(string Address) : Fact;

    public sealed record OrderPlaced(
        string OrderId, DateTimeOffset At, Money Total, ImmutableArray<OrderItem> Items, DateTimeOffset? PromisedAt)
        : Fact;

    public sealed record OrderPaid(string OrderId, DateTimeOffset At) : Fact;

    public sealed record OrderCancelled(string OrderId, DateTimeOffset At) : Fact;

    public sealed record ShipmentMoved(
        string OrderId, string? ShipmentId, ShipmentStage Stage, DateTimeOffset At, string? TrackingUrl = null) : Fact;

    /// <param name="At">When it was said: of two promises, the one said later holds.</param>
    public sealed record PromiseMoved(string OrderId, DateTimeOffset PromisedAt, DateTimeOffset At) : Fact;

    public sealed record ReturnRequested(string OrderId, string ReturnId, DateTimeOffset At) : Fact;

    /// <param name="Amount">
    /// What came back is worth; null when nobody said, and then it counts as the whole order.
    /// </param>
    public sealed record ReturnReceived(string OrderId, string ReturnId, DateTimeOffset At, Money? Amount = null)
        : Fact;

    public sealed record Refunded(string OrderId, string RefundId, Money Amount, DateTimeOffset At) : Fact;

    public sealed record Reviewed(string ReviewId, string? OrderId, int Rating, DateTimeOffset At) : Fact;

    /// <summary>An event of this type on the order has come, and no other fact tells of it.</summary>
    public sealed record OrderMentioned(string OrderId, string EventType) : Fact;

    /// <param name="Entry">
    /// Names this run of the journey within the customer, for example <c>review-request:order-7</c>.
    /// </param>
    /// <param name="OrderId">The order the run is about, if any.</param>
    /// <param name="Trigger">
    /// The event's data as JSON text, which conditions and templates of later steps look at; null when the run was over
    /// within its first turn, for the event itself is in the journal beside this fact.
    /// </param>
    /// <param name="Repeats">The name need not be remembered after the run: it cannot come again, or may.</param>
    public sealed record JourneyEntered(
        string Entry,
        string Journey,
        int Version,
        string? OrderId,
        string? EventType,
        string? Trigger,
        bool Repeats = false) : Fact;

    /// <summary>The trigger fitted, and the customer did not enter: what held it back.</summary>
    public sealed record JourneyDeclined(string Journey, int Version, string Reason) : Fact;

    /// <param name="WakeAt">When the step is due; null when it is waiting for an event only.</param>
    /// <param name="Day">The day of the month that its months aim at, while months are too short for it.</param>
    public sealed record JourneyMoved(string Entry, string Step, DateTimeOffset? WakeAt, int? Day = null) : Fact;

    public sealed record JourneyLeft(string Entry, string Reason) : Fact;

    /// <param name="To">Where it is to go; for a letter only.</param>
    public sealed record MessageQueued(
        string Key,
        string Entry,
        string Step,
        string Channel,
        string Template,
        int TemplateVersion,
        string Purpose,
        string? To = null) : Fact;

    /// <summary>A message that was decided on and not sent, and what held it back.</summary>
    public sealed record MessageWithheld(
        string Key, string Entry, string Step, string Channel, string Template, string Reason) : Fact;

    /// <summary>Somebody sent again what had been given up.</summary>
    public sealed record EffectRetried(string Key, string Agent) : Fact;

    /// <summary>Somebody let go what had been given up: it is not sent any more.</summary>
    public sealed record EffectDismissed(string Key, string Agent) : Fact;

    public sealed record AlertRaised(string AlertId, Severity Severity, string Rule, string Reason, DateTimeOffset At)
        : Fact;

    /// <param name="From">Who had it until then, when it was taken over.</param>
    public sealed record AlertClaimed(string AlertId, string Agent, string? From = null) : Fact;

    public sealed record AlertReleased(string AlertId, string Agent) : Fact;

    public sealed record AlertResolved(string AlertId, string Agent, string? Resolution) : Fact;

    public sealed record AlertNoted(string AlertId, string Agent, string Text, string? NoteId = null) : Fact;

    /// <param name="Lot">
    /// Names what was earned at once, for example <c>points:order-7</c>; all that follows refers to it.
    /// </param>
    public sealed record PointsEarned(string Lot, string Programme, int Version, string OrderId, long Points) : Fact;

    /// <summary>An order that would have earned points did not.</summary>
    public sealed record PointsDeclined(string Programme, int Version, string OrderId, long Points, string Reason)
        : Fact;

    /// <summary>It is now known when the lot becomes available; null when it is open again.</summary>
    public sealed record PointsScheduled(string Lot, DateTimeOffset? MaturesAt) : Fact;

    public sealed record PointsMatured(string Lot, long Points) : Fact;

    /// <param name="Occurrence">
    /// Names the return or refund that took the points back; a lot is never charged twice for one.
    /// </param>
    public sealed record PointsClawedBack(string Lot, string Occurrence, long FromPending, long FromAvailable) : Fact;
}
