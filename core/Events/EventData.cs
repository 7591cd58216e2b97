using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>What an event says: one nested record per type. Its dotted name is in <see cref="EventTypes"/>.</summary>
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
    public sealed record ConsentChanged(
        [Text(50, TextForm.Slug)] string Channel, [Text(50, TextForm.Slug)] string Purpose, bool Granted) : EventData;

    [Description("The customer looked at a product.")]
    public sealed record ProductViewed(
        [Id] string ProductId,
        [Text(200, TextForm.Line)] string? Category = null,
        [Text(2_000, TextForm.Url)] string? Url = null) : EventData;

    [Description("The customer bought. Everything that follows a purchase hangs on this order id.")]
    public sealed record OrderPlaced(
        [Id] string OrderId,
        Money Total,
        [Count(500)] ImmutableArray<OrderItem> Items,
        DateTimeOffset? PromisedAt = null,
        Contact? Contact = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("The payment for an order was approved.")]
    public sealed record OrderPaid([Id] string OrderId) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("An order was cancelled, by either side.")]
    public sealed record OrderCancelled([Id] string OrderId, [Text(1_000)] string? Reason = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("A parcel was handed to a carrier.")]
    public sealed record ShipmentCreated(
        [Id] string OrderId,
        [Id] string? ShipmentId = null,
        [Text(100, TextForm.Line)] string? Carrier = null,
        [Text(100, TextForm.Line)] string? TrackingNumber = null,
        [Text(2_000, TextForm.Url)] string? TrackingUrl = null,
        DateTimeOffset? PromisedAt = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("A parcel is on its way.")]
    public sealed record ShipmentInTransit(
        [Id] string OrderId,
        [Id] string? ShipmentId = null,
        [Text(200, TextForm.Line)] string? Location = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("A parcel is on the van.")]
    public sealed record ShipmentOutForDelivery([Id] string OrderId, [Id] string? ShipmentId = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("A parcel reached the customer.")]
    public sealed record ShipmentDelivered([Id] string OrderId, [Id] string? ShipmentId = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("The carrier says that a parcel will be late.")]
    public sealed record ShipmentDelayed(
        [Id] string OrderId,
        [Id] string? ShipmentId = null,
        DateTimeOffset? PromisedAt = null,
        [Text(1_000)] string? Reason = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("A parcel is lost.")]
    public sealed record ShipmentLost([Id] string OrderId, [Id] string? ShipmentId = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("The customer reviewed an order or a product.")]
    public sealed record ReviewSubmitted(
        [Id] string ReviewId,
        [Whole(1, 5)] int Rating,
        [Id] string? OrderId = null,
        [Id] string? ProductId = null,
        [Text(500)] string? Title = null,
        [Text(20_000)] string? Text = null,
        [Text(35, TextForm.Locale)] string? Language = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("A survey went out to the customer.")]
    public sealed record SurveySent([Id] string SurveyId, [Id] string? OrderId = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("The customer answered a survey.")]
    public sealed record SurveyAnswered(
        [Id] string SurveyId,
        [Whole(0, 100)] int Score,
        [Id] string? OrderId = null,
        [Text(20_000)] string? Text = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("The customer asked to send something back.")]
    public sealed record ReturnRequested(
        [Id] string OrderId, [Id] string ReturnId, [Text(1_000)] string? Reason = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("Something sent back has arrived.")]
    public sealed record ReturnReceived([Id] string OrderId, [Id] string ReturnId, Money? Amount = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("Money went back to the customer.")]
    public sealed record RefundIssued([Id] string OrderId, [Id] string RefundId, Money Amount) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("The customer asked for help.")]
    public sealed record SupportRequested(
        [Id] string CaseId,
        [Text(500)] string? Subject = null,
        [Text(20_000)] string? Text = null,
        [Id] string? OrderId = null) : EventData
    {
        [JsonIgnore]
        public override string? Order => OrderId;
    }

    [Description("A message of ours was opened.")]
    public sealed record MessageOpened([Id] string MessageId) : EventData;

    [Description("A link in a message of ours was clicked.")]
    public sealed record MessageClicked(
        [Id] string MessageId,
        [Text(2_000, TextForm.Url)] string? Url = null) : EventData;

    [Description(
        "A message of ours could not be delivered. A hard bounce suppresses the address that it went to; `messageId` " +
        "is the letter's Message-ID, or the `messageId` or `key` by which the API lists it.")]
    public sealed record MessageBounced(
        [Id] string MessageId,
        bool Hard,
        [Text(1_000)] string? Reason = null) : EventData;

    [Description("The customer wants no more of this kind of message.")]
    public sealed record MessageUnsubscribed(
        [Id] string MessageId,
        [Text(50, TextForm.Slug)] string? Purpose = null) : EventData;

    [Description("Anything of your own: kept, shown in the timeline, and able to trigger journeys.")]
    public sealed record Custom(string? OrderId = null) : EventData
    {
        public override string? Order => OrderId;

        /// <summary>Its data is anything; an <c>orderId</c> that can name an order makes it about that one.</summary>
        internal static Custom Read(ReadOnlySpan<byte> json) =>
            OrderIn(json) is { } text && Identifier.TryNormalise(text, out var id, out _) ? new(id) : new();

        static string? OrderIn(ReadOnlySpan<byte> json) => EventMembers.Read(json, [OpenCheck.OrderId]) switch
        {
            { Kind: ValueKind.Text, Text: var text } => text,
            { Kind: ValueKind.Number, Number: var number } when decimal.Truncate(number) == number =>
                number.ToString("0", CultureInfo.InvariantCulture),
            _ => null,
        };
    }
}

/// <summary>What is known of a person. A member that is null says nothing about it.</summary>
public sealed record Contact(
    [Text(200, TextForm.Line)] string? Name = null,
    [Text(320, TextForm.Email)] string? Email = null,
    [Text(50, TextForm.Line)] string? Phone = null,
    [Text(35, TextForm.Locale)] string? Locale = null,
    [Text(64, TextForm.TimeZone)] string? TimeZone = null,
    [Text(200, TextForm.Line)] string? City = null,
    [Text(200, TextForm.Line)] string? Region = null,
    [Text(2, TextForm.Country)] string? Country = null);

/// <summary>One line of an order.</summary>
public sealed record OrderItem(
    [Id] string ProductId,
    [Whole(1, 1_000_000)] int Quantity,
    Money? Price = null,
    [Text(200, TextForm.Line)] string? Name = null,
    [Text(200, TextForm.Line)] string? Category = null,
    [Id] string? SellerId = null);
