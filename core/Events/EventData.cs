using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Engagement.Events;

/// <summary>What an event says. One nested record per type; their dotted names are in <see cref="Read"/>.</summary>
public abstract partial record EventData
{
    /// <summary>The order this event speaks of, if any.</summary>
    [JsonIgnore]
    public virtual string? Order => null;

    [Description("The customer became known, or said who they are.")]
    public sealed record CustomerIdentified(Contact Contact) : EventData;

    [Description("Something about the customer changed. Members that are absent stay as they are.")]
    public sealed record CustomerUpdated(Contact Contact) : EventData;

    [Description("The customer gave or withdrew consent for one channel and purpose.")]
    public sealed record ConsentChanged(string Channel, string Purpose, bool Granted) : EventData;

    [Description("The customer looked at a product.")]
    public sealed record ProductViewed(string ProductId, string? Category = null, string? Url = null) : EventData;

    [Description("The customer bought. Everything that follows a purchase hangs on this order id.")]
    public sealed record OrderPlaced(
        string OrderId,
        Money Total,
        ImmutableArray<OrderItem> Items,
        DateTimeOffset? PromisedAt = null,
        Contact? Contact = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("The payment for an order was approved.")]
    public sealed record OrderPaid(string OrderId) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("An order was cancelled, by either side.")]
    public sealed record OrderCancelled(string OrderId, string? Reason = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("A parcel was handed to a carrier.")]
    public sealed record ShipmentCreated(
        string OrderId,
        string? ShipmentId = null,
        string? Carrier = null,
        string? TrackingNumber = null,
        string? TrackingUrl = null,
        DateTimeOffset? PromisedAt = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("A parcel is on its way.")]
    public sealed record ShipmentInTransit(string OrderId, string? ShipmentId = null, string? Location = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("A parcel is on the van.")]
    public sealed record ShipmentOutForDelivery(string OrderId, string? ShipmentId = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("A parcel reached the customer.")]
    public sealed record ShipmentDelivered(string OrderId, string? ShipmentId = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("The carrier says that a parcel will be late.")]
    public sealed record ShipmentDelayed(
        string OrderId, string? ShipmentId = null, DateTimeOffset? PromisedAt = null, string? Reason = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("A parcel is lost.")]
    public sealed record ShipmentLost(string OrderId, string? ShipmentId = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("The customer reviewed an order or a product.")]
    public sealed record ReviewSubmitted(
        string ReviewId,
        int Rating,
        string? OrderId = null,
        string? ProductId = null,
        string? Title = null,
        string? Text = null,
        string? Language = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("A survey went out to the customer.")]
    public sealed record SurveySent(string SurveyId, string? OrderId = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("The customer answered a survey.")]
    public sealed record SurveyAnswered(
        string SurveyId, int Score, string? OrderId = null, string? Text = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("The customer asked to send something back.")]
    public sealed record ReturnRequested(
        string OrderId, string ReturnId, string? Reason = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("Something sent back has arrived.")]
    public sealed record ReturnReceived(string OrderId, string ReturnId, Money? Amount = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("Money went back to the customer.")]
    public sealed record RefundIssued(string OrderId, string RefundId, Money Amount) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("The customer asked for help.")]
    public sealed record SupportRequested(
        string CaseId, string? Subject = null, string? Text = null, string? OrderId = null) : EventData
    {
        public override string? Order => OrderId;
    }

    [Description("A message of ours was opened.")]
    public sealed record MessageOpened(string MessageId) : EventData;

    [Description("A link in a message of ours was clicked.")]
    public sealed record MessageClicked(string MessageId, string? Url = null) : EventData;

    [Description("A message of ours could not be delivered. A hard bounce suppresses the address.")]
    public sealed record MessageBounced(string MessageId, bool Hard, string? Reason = null) : EventData;

    [Description("The customer wants no more of this kind of message.")]
    public sealed record MessageUnsubscribed(string MessageId, string? Purpose = null) : EventData;

    [Description("Anything of your own: kept, shown in the timeline, and able to trigger journeys.")]
    public sealed record Custom : EventData;
}

/// <summary>What is known of a person. A member that is null says nothing about it.</summary>
public sealed record Contact(
    string? Name = null,
    string? Email = null,
    string? Phone = null,
    string? Locale = null,
    string? TimeZone = null,
    string? City = null,
    string? Region = null,
    string? Country = null);

/// <summary>One line of an order.</summary>
public sealed record OrderItem(
    string ProductId, int Quantity, Money? Price = null, string? Name = null, string? Category = null, string? SellerId = null);
