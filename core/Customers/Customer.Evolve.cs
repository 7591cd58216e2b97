using Engagement.Alerts;
using Engagement.Journeys;
using Engagement.Loyalty;
using Engagement.Messages;
using Engagement.Orders;

namespace Engagement.Customers;

public sealed partial record Customer
{
    /// <summary>The customer after one more fact; the same object when it changes nothing. Pure and total.</summary>
    public static Customer Evolve(Customer customer, Fact fact) => fact switch
    {
        Fact.ProfileChanged changed => Profile.Evolve(customer, changed),
        Fact.ProfileConfirmed confirmed => Profile.Evolve(customer, confirmed),
        Fact.ConsentChanged changed => Profile.Evolve(customer, changed),
        Fact.AddressSuppressed suppressed => SuppressedAddresses.Evolve(customer, suppressed),
        Fact.SuppressionLifted lifted => SuppressedAddresses.Evolve(customer, lifted),
        Fact.LetterBouncedSoftly bounced => SentLetters.Evolve(customer, bounced),
        Fact.LetterRedirected redirected => SentLetters.Evolve(customer, redirected),
        Fact.AddressReached reached => SentLetters.Forgive(customer, reached.Address),
        Fact.OrderPlaced placed => OrderBook.Put(customer, placed.OrderId, placed, OrderBook.Evolve),
        Fact.OrderPaid paid => OrderBook.Put(customer, paid.OrderId, paid, OrderBook.Evolve),
        Fact.OrderCancelled cancelled => OrderBook.Put(customer, cancelled.OrderId, cancelled, OrderBook.Evolve),
        Fact.ShipmentMoved moved => OrderBook.Put(customer, moved.OrderId, moved, OrderBook.Evolve),
        Fact.PromiseMoved moved => OrderBook.Put(customer, moved.OrderId, moved, OrderBook.Evolve),
        Fact.ReturnRequested asked => OrderBook.Put(customer, asked.OrderId, asked, OrderBook.Evolve),
        Fact.ReturnReceived received => OrderBook.Put(customer, received.OrderId, received, OrderBook.Evolve),
        Fact.Refunded refunded => OrderBook.Put(customer, refunded.OrderId, refunded, OrderBook.Evolve),
        Fact.Reviewed { OrderId: { } order } reviewed => OrderBook.Put(customer, order, reviewed, OrderBook.Evolve),
        Fact.Reviewed => customer,
        Fact.OrderMentioned mentioned => OrderBook.Put(customer, mentioned.OrderId, mentioned, OrderBook.Evolve),
        Fact.JourneyEntered entered => JourneyRuns.Evolve(customer, entered),
        Fact.JourneyDeclined => customer,
        Fact.JourneyMoved moved => JourneyRuns.Evolve(customer, moved),
        Fact.JourneyLeft left => JourneyRuns.Evolve(customer, left),
        Fact.MessageQueued queued => SentLetters.Evolve(customer, queued),
        Fact.MessageWithheld or Fact.EffectRetried or Fact.EffectDismissed => customer,
        Fact.AlertRaised raised => AlertDesk.Evolve(customer, raised),
        Fact.AlertClaimed claimed => AlertDesk.Evolve(customer, claimed),
        Fact.AlertReleased released => AlertDesk.Evolve(customer, released),
        Fact.AlertResolved resolved => AlertDesk.Evolve(customer, resolved),
        Fact.AlertNoted noted => AlertDesk.Evolve(customer, noted),
        Fact.PointsEarned earned => Points.Evolve(customer, earned),
        Fact.PointsDeclined => customer,
        Fact.PointsScheduled scheduled => Points.Evolve(customer, scheduled),
        Fact.PointsMatured matured => Points.Evolve(customer, matured),
        Fact.PointsClawedBack clawed => Points.Evolve(customer, clawed),
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };
}
