using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Feedback;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;
using Engagement.Profile;

namespace Engagement.Tests.Contract;

/// <summary>One of every record that core stores, with every member set.</summary>
static class CoreSamples
{
    /// <summary>A cache, made anew where its format is another: its lines go with the format.</summary>
    static readonly string State = $"state/{CustomerSnapshot.CurrentFormat}";

    static readonly DateTimeOffset _at = new(2026, 3, 2, 12, 30, 15, 250, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, JsonTypeInfo> Kinds { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["fact"] = CoreJson.Fact,
        ["effect"] = CoreJson.Effect,
        ["feed-item"] = CoreJson.FeedItem,
        ["act"] = CoreJson.AgentAct,
        [State] = CoreJson.Customer,
    };

    public static IReadOnlyList<CoreSample> All { get; } =
    [
        .. Facts().Select(fact => Of("fact", fact)),
        .. FeedItems().Select(item => Of("feed-item", item)),
        .. Effects().Select(effect => Of("effect", effect)),
        .. Acts().Select(act => Of("act", act)),
        Of(State, Customer.Unknown("ana")),
        Of(State, Known()),
    ];

    static CoreSample Of(string kind, object value) => new(kind, value, Kinds[kind]);

    static IEnumerable<Fact> Facts() =>
    [
        new ProfileFact.ProfileChanged(
            new("Ana Lima", "ana@example.com", "+55 81", "pt-BR", "America/Recife", "R", "PE", "BR"), _at),
        new ProfileFact.ProfileConfirmed(new(Email: "ana@example.com"), _at),
        new ProfileFact.ConsentChanged("email", "marketing", true, _at),
        new MessageFact.AddressSuppressed("email", "ana@example.com", "It bounced for good."),
        new MessageFact.SuppressionLifted("email", "ana@example.com", "bea"),
        new MessageFact.LetterBouncedSoftly("j:o1/ask", "ana@example.com", _at),
        new MessageFact.LetterRedirected("j:o1/ask", "ana@example.com"),
        new MessageFact.AddressReached("ana@example.com"),
        new OrderFact.OrderPlaced(
            "o1", _at, new(12_99, "EUR"), [new("p1", 2, new(6_50, "EUR"), "Cup", "kitchen", "s1")], _at),
        new OrderFact.OrderPaid("o1", _at),
        new OrderFact.OrderCancelled("o1", _at),
        new OrderFact.ShipmentMoved("o1", "s1", ShipmentStage.Created, _at, "https://t.example/1"),
        new OrderFact.ShipmentMoved("o1", null, ShipmentStage.OutForDelivery, _at),
        new OrderFact.PromiseMoved("o1", _at, _at),
        new OrderFact.ReturnRequested("o1", "t1", _at),
        new OrderFact.ReturnReceived("o1", "t1", _at, new(500, "EUR")),
        new OrderFact.Refunded("o1", "f1", new(500, "EUR"), _at),
        new FeedbackFact.Reviewed("r1", "o1", 5, _at),
        new OrderFact.OrderMentioned("o1", "custom.gift"),
        new JourneyFact.JourneyEntered("j:o1", "j", 3, "o1", "order.placed", "{\"orderId\":\"o1\"}", true),
        new JourneyFact.JourneyDeclined("j", 3, "It has been through this journey before."),
        new JourneyFact.JourneyMoved("j:o1", "wait", _at),
        new JourneyFact.JourneyMoved("j:o1", "wait", _at, 31),
        new JourneyFact.JourneyLeft("j:o1", "order.cancelled came."),
        new MessageFact.MessageQueued("j:o1/ask", "j:o1", "ask", "email", "review-request", 2, "feedback"),
        new MessageFact.MessageQueued(
            "j:o1/ask", "j:o1", "ask", "email", "review-request", 2, "feedback", "ana@example.com"),
        new MessageFact.MessageWithheld(
            "j:o1/ask", "j:o1", "ask", "email", "review-request", "No e-mail address is known."),
        new AlertFact.AlertRaised("al_1", Severity.Critical, "low-rating/tell", "Rated 1 of 5.", _at),
        new MessageFact.EffectRetried("j:o1/ask", "bea"),
        new MessageFact.EffectDismissed("j:o1/ask", "bea"),
        new AlertFact.AlertClaimed("al_1", "bea"),
        new AlertFact.AlertClaimed("al_1", "bea", "cem"),
        new AlertFact.AlertReleased("al_1", "bea"),
        new AlertFact.AlertResolved("al_1", "bea", "Sent a new one."),
        new AlertFact.AlertNoted("al_1", "bea", "Called them."),
        new AlertFact.AlertNoted("al_1", "bea", "Called them.", "n1"),
        new LoyaltyFact.PointsEarned("points:o1", "points", 1, "o1", 12),
        new LoyaltyFact.PointsDeclined("points", 1, "o1", 12, "Too many orders have points pending."),
        new LoyaltyFact.PointsScheduled("points:o1", _at),
        new LoyaltyFact.PointsMatured("points:o1", 12),
        new LoyaltyFact.PointsClawedBack("points:o1", "refund:f1", 2, 3),
    ];

    static IEnumerable<FeedItem> FeedItems() =>
    [
        new FeedItem.Raised(
            "al_1", _at, Severity.High, "Low rating", "Rated 2 of 5.", "low-rating/tell", "Ana", "o1", 2, "It leaks."),
        new FeedItem.Claimed("al_1", _at, "bea"),
        new FeedItem.Claimed("al_1", _at, "bea", "cem"),
        new FeedItem.Released("al_1", _at, "bea"),
        new FeedItem.Resolved("al_1", _at, "bea", "Sent a new one."),
        new FeedItem.Noted("al_1", _at, "bea", "Called them."),
    ];

    static IEnumerable<Effect> Effects() =>
    [
        new SendMessage(
            "j:o1/ask",
            "email",
            "review-request",
            2,
            "ana@example.com",
            "feedback",
            "pt-BR",
            "America/Recife",
            JsonElement.Parse("""{"customer":{"id":"ana"}}""")),
        new SendMessage(
            "j:o1/ask",
            "email",
            "review-request",
            2,
            "ana@example.com",
            "feedback",
            "pt-BR",
            "America/Recife",
            JsonElement.Parse("""{"customer":{"id":"ana"}}"""),
            new(3, "default", 4)),
        new TellAgents("al_1/1", new FeedItem.Claimed("al_1", _at, "bea")),
        new WakeAgain("wake:2026-03-02T12:30:15.2500000Z"),
    ];

    static IEnumerable<AgentAct> Acts() =>
    [
        new AlertAct.Claim("al_1", "bea"),
        new AlertAct.Release("al_1", "bea"),
        new AlertAct.Resolve("al_1", "bea", "Sent a new one."),
        new AlertAct.Note("al_1", "bea", "Called them."),
        new AlertAct.Note("al_1", "bea", "Called them.", "n1"),
        new MessageAct.LiftSuppression("email", "ana@example.com", "bea"),
        new MessageAct.Redirect("j:o1/ask", "ana@example.com", "engagement"),
        new AlertAct.TakeOver("al_1", "bea", "cem"),
        new MessageAct.RetryEffect("j:o1/ask", "bea"),
        new MessageAct.DismissEffect("j:o1/ask", "bea"),
        new JourneyAct.SetTimeRight(_at, ["j:o1"], "engagement"),
    ];

    static Customer Known() => Customer.Unknown("ana") with
    {
        Profile = new()
        {
            Contact = new("Ana Lima", "ana@example.com"),
            ContactSince = new(_at, _at),
            Consents = [new("email", "marketing", true, _at)],
        },
        Orders = new() { Orders = [Order()], Count = 1, Forgotten = [-42], ForgottenUntil = _at },
        Points = new()
        {
            Lots = [new PointsLot("points:o1", "points", 1, "o1", 12, 5, 4, _at, ["refund:f1"], new(12_99, "EUR"))],
            Pending = 5,
            Available = 4,
        },
        Messages = new()
        {
            Letters = [new("j:o1/ask", "ana@example.com"), new("j:o2/ask", "ana@example.com", _at)],
            Suppressions = [new("email", "old@example.com", "It bounced for good.")],
        },
        Alerts = new()
        {
            Alerts = [new("al_1", Severity.Low, _at, "bea", 2), new("al_2", Severity.Low, _at, NoteIds: ["n1"])],
        },
        Journeys = new()
        {
            Runs = [new("j:o1", "j", 3, "o1", "order.placed", "{}", "wait", _at, 2, true)],
            Finished = ["j:o0"],
        },
    };

    static Order Order() => new("o1")
    {
        PlacedAt = _at,
        PaidAt = _at,
        CancelledAt = _at,
        PromisedAt = _at,
        PromiseSaidAt = _at,
        ShippedAt = _at,
        Parcels = [new("s1", ShipmentStage.Delivered, _at)],
        DeliveredAt = _at,
        Stage = ShipmentStage.Delivered,
        TrackingUrl = "https://t.example/1",
        TrackedAt = _at,
        Total = new(12_99, "EUR"),
        Refunded = new(500, "EUR"),
        Returned = new(500, "EUR"),
        Whole = true,
        Settled = ["return:t1", "refund:f1"],
        Items = [new("p1", 1)],
        ReturnRequestedAt = _at,
        ReturnReceivedAt = _at,
        Rating = 4,
        RatedAt = _at,
        Heard = ["shipment.created", "custom.gift"],
    };
}
