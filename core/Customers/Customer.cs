using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Engagement.Alerts;
using Engagement.Events;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;

namespace Engagement.Customers;

/// <summary>
/// Everything a decision needs to know of one customer. A value: it is replaced, never changed. It is bounded; history
/// lives in the journal.
/// </summary>
public sealed partial record Customer
{
    /// <summary>Orders remembered; the oldest settled one is forgotten first.</summary>
    public const int OrdersMax = 64;

    /// <summary>Orders of which no more is remembered than that they were there.</summary>
    public const int ForgottenMax = 2_048;

    /// <summary>Finished journey runs remembered, so that an entry is not made twice.</summary>
    public const int FinishedMax = 256;

    /// <summary>Journey runs under way at once; more are declined.</summary>
    public const int RunsMax = 128;

    /// <summary>
    /// How often a run may come to rest before it ends: a step or more a day for ten years and more. It is the end of
    /// loops that would go round for ever.
    /// </summary>
    public const int RestsMax = 10_000;

    /// <summary>Lots of points remembered of which none are pending any more; the oldest is forgotten first.</summary>
    public const int LotsMax = 128;

    /// <summary>Lots with points pending; an order placed beyond them earns none, and the timeline says so.</summary>
    public const int PendingLotsMax = 512;

    /// <summary>Alerts open at once; the oldest is resolved to make room for one more.</summary>
    public const int AlertsMax = 64;

    /// <summary>Consents and suppressed addresses remembered, each; the oldest is forgotten first.</summary>
    public const int ConsentsMax = 64;

    /// <summary>Letters remembered with where they went; the oldest is forgotten first.</summary>
    public const int LettersMax = 64;

    /// <summary>Somebody of whom nothing is known yet.</summary>
    public static Customer Unknown(string id) => new() { Id = id };

    /// <summary>The integrator's id, normalised at the door.</summary>
    public required string Id { get; init; }

    public Contact Contact { get; init; } = new();

    /// <summary>When each member of <see cref="Contact"/> was said; null while none was.</summary>
    public ContactTimes? ContactSince { get; init; }

    /// <summary>The same for all members, in what was stored before each had a time of its own.</summary>
    public DateTimeOffset? ContactAt { get; init; }

    /// <summary>One for each channel and purpose.</summary>
    public ImmutableArray<Consent> Consents { get; init; } = [];

    public ImmutableArray<Suppression> Suppressions { get; init; } = [];

    /// <summary>The newest letters, oldest first; null before the first.</summary>
    public ImmutableArray<SentLetter>? Letters { get; init; }

    /// <summary>In the order in which we heard of them.</summary>
    public ImmutableArray<Order> Orders { get; init; } = [];

    /// <summary>
    /// <see cref="OrderCount"/>, those orders included of which no more is remembered; null before the first, and in
    /// what was stored before they were counted.
    /// </summary>
    public long? OrdersPlaced { get; init; }

    /// <summary>Journey runs under way.</summary>
    public ImmutableArray<JourneyRun> Runs { get; init; } = [];

    /// <summary>Names of the newest finished runs, oldest first.</summary>
    public ImmutableArray<string> Finished { get; init; } = [];

    public ImmutableArray<PointsLot> Lots { get; init; } = [];

    public ImmutableArray<OpenAlert> Alerts { get; init; } = [];

    /// <summary>Sums of the ledger: pending and available points.</summary>
    public long PointsPending { get; init; }

    public long PointsAvailable { get; init; }

    /// <summary>Hashes of orders that were forgotten, oldest first, so that none of them begins anew.</summary>
    public ImmutableArray<long> Forgotten { get; init; } = [];

    /// <summary>
    /// The newest order that was forgotten was placed then. Once there are more than <see cref="Forgotten"/> holds, an
    /// unknown order as old as this counts as forgotten, too.
    /// </summary>
    public DateTimeOffset? ForgottenUntil { get; init; }

    /// <summary>Orders that were placed and not cancelled.</summary>
    [JsonIgnore]
    public long OrderCount => OrdersPlaced ?? Orders.Sum(OrderBook.Count);

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
