using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Loyalty;
using Engagement.Orders;

namespace Engagement.Tests.Contract;

/// <summary>One of every record that core stores, with every member set.</summary>
static class CoreSamples
{
    static readonly DateTimeOffset _at = new(2026, 3, 2, 12, 30, 15, 250, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, JsonTypeInfo> Kinds { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["fact"] = CoreJson.Default.Fact,
        ["effect"] = CoreJson.Default.Effect,
        ["feed-item"] = CoreJson.Default.FeedItem,
        ["act"] = CoreJson.Default.AgentAct,
        ["customer"] = CoreJson.Default.Customer,
    };

    public static IReadOnlyList<CoreSample> All { get; } =
    [
        .. Facts().Select(fact => Of("fact", fact)),
        .. FeedItems().Select(item => Of("feed-item", item)),
        .. Effects().Select(effect => Of("effect", effect)),
        .. Acts().Select(act => Of("act", act)),
        Of("customer", Customer.Unknown("ana")),
        Of("customer", Known()),
    ];

    static CoreSample Of(string kind, object value) => new(kind, value, Kinds[kind]);

    static IEnumerable<Fact> Facts() =>
    [
        new Fact.ProfileChanged(
            new("Ana Lima", "ana@example.com", "+55 81", "pt-BR", "America/Recife", "R", "PE", "BR"), _at),
        new Fact.ProfileConfirmed(new(Email: "ana@example.com"), _at),
        new Fact.ConsentChanged("email", "marketing", true, _at),
        new Fact.AddressSuppressed("email", "ana@example.com", "It bounced for good."),
        new Fact.SuppressionLifted("email", "ana@example.com", "bea"),
        new Fact.LetterBouncedSoftly("j:o1/ask", "ana@example.com", _at),
        new Fact.LetterRedirected("j:o1/ask", "ana@example.com"),
        new Fact.AddressReached("ana@example.com"),
        new Fact.OrderPlaced(
            "o1", _at, new(12_99, "EUR"), [new("p1", 2, new(6_50, "EUR"), "Cup", "kitchen", "s1")], _at),
        new Fact.OrderPaid("o1", _at),
        new Fact.OrderCancelled("o1", _at),
        new Fact.ShipmentMoved("o1", "s1", ShipmentStage.Created, _at, "https://t.example/1"),
        new Fact.ShipmentMoved("o1", null, ShipmentStage.OutForDelivery, _at),
        new Fact.PromiseMoved("o1", _at, _at),
        new Fact.ReturnRequested("o1", "t1", _at),
        new Fact.ReturnReceived("o1", "t1", _at, new(500, "EUR")),
        new Fact.Refunded("o1", "f1", new(500, "EUR"), _at),
        new Fact.Reviewed("r1", "o1", 5, _at),
        new Fact.OrderMentioned("o1", "custom.gift"),
        new Fact.JourneyEntered("j:o1", "j", 3, "o1", "order.placed", "{\"orderId\":\"o1\"}", true),
        new Fact.JourneyDeclined("j", 3, "It has been through this journey before."),
        new Fact.JourneyMoved("j:o1", "wait", _at),
        new Fact.JourneyMoved("j:o1", "wait", _at, 31),
        new Fact.JourneyLeft("j:o1", "order.cancelled came."),
        new Fact.MessageQueued("j:o1/ask", "j:o1", "ask", "email", "review-request", 2, "feedback"),
        new Fact.MessageQueued(
            "j:o1/ask", "j:o1", "ask", "email", "review-request", 2, "feedback", "ana@example.com"),
        new Fact.MessageWithheld("j:o1/ask", "j:o1", "ask", "email", "review-request", "No e-mail address is known."),
        new Fact.AlertRaised("al_1", Severity.Critical, "low-rating/tell", "Rated 1 of 5.", _at),
        new Fact.EffectRetried("j:o1/ask", "bea"),
        new Fact.EffectDismissed("j:o1/ask", "bea"),
        new Fact.AlertClaimed("al_1", "bea"),
        new Fact.AlertClaimed("al_1", "bea", "cem"),
        new Fact.AlertReleased("al_1", "bea"),
        new Fact.AlertResolved("al_1", "bea", "Sent a new one."),
        new Fact.AlertNoted("al_1", "bea", "Called them."),
        new Fact.AlertNoted("al_1", "bea", "Called them.", "n1"),
        new Fact.PointsEarned("points:o1", "points", 1, "o1", 12),
        new Fact.PointsDeclined("points", 1, "o1", 12, "Too many orders have points pending."),
        new Fact.PointsScheduled("points:o1", _at),
        new Fact.PointsMatured("points:o1", 12),
        new Fact.PointsClawedBack("points:o1", "refund:f1", 2, 3),
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
        new Effect.SendMessage(
            "j:o1/ask",
            "email",
            "review-request",
            2,
            "ana@example.com",
            "feedback",
            "pt-BR",
            "America/Recife",
            JsonElement.Parse("""{"customer":{"id":"ana"}}""")),
        new Effect.SendMessage(
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
        new Effect.TellAgents("al_1/1", new FeedItem.Claimed("al_1", _at, "bea")),
        new Effect.WakeAgain("wake:2026-03-02T12:30:15.2500000Z"),
    ];

    static IEnumerable<AgentAct> Acts() =>
    [
        new AgentAct.Claim("al_1", "bea"),
        new AgentAct.Release("al_1", "bea"),
        new AgentAct.Resolve("al_1", "bea", "Sent a new one."),
        new AgentAct.Note("al_1", "bea", "Called them."),
        new AgentAct.Note("al_1", "bea", "Called them.", "n1"),
        new AgentAct.LiftSuppression("email", "ana@example.com", "bea"),
        new AgentAct.Redirect("j:o1/ask", "ana@example.com", "engagement"),
        new AgentAct.TakeOver("al_1", "bea", "cem"),
        new AgentAct.RetryEffect("j:o1/ask", "bea"),
        new AgentAct.DismissEffect("j:o1/ask", "bea"),
        new AgentAct.SetTimeRight(_at, ["j:o1"], "engagement"),
    ];

    static Customer Known() => Customer.Unknown("ana") with
    {
        Contact = new("Ana Lima", "ana@example.com"),
        ContactSince = new(_at, _at),
        Consents = [new("email", "marketing", true, _at)],
        Suppressions = [new("email", "old@example.com", "It bounced for good.")],
        Letters = [new("j:o1/ask", "ana@example.com"), new("j:o2/ask", "ana@example.com", _at)],
        Orders =
        [
            new("o1")
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
            },
        ],
        Runs = [new("j:o1", "j", 3, "o1", "order.placed", "{}", "wait", _at, 2, true)],
        Finished = ["j:o0"],
        Lots = [new PointsLot("points:o1", "points", 1, "o1", 12, 5, 4, _at, ["refund:f1"], new(12_99, "EUR"))],
        Alerts = [new("al_1", Severity.Low, _at, "bea", 2), new("al_2", Severity.Low, _at, NoteIds: ["n1"])],
        PointsPending = 5,
        PointsAvailable = 4,
        Forgotten = [-42],
        ForgottenUntil = _at,
    };
}
