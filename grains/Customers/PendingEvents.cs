using System.Collections.Immutable;
using Engagement.Events;
using Engagement.Storage;

namespace Engagement.Customers;

/// <summary>The events of one delivery and what became of each.</summary>
sealed class PendingEvents
{
    readonly CustomerKey _key;
    readonly PendingEvent[] _events;

    public PendingEvents(CustomerKey key, ImmutableArray<EventMessage> events)
    {
        _key = key;
        _events = new PendingEvent[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            _events[i] = new(events[i], Stamp(key, events[i]));
        }

        SettleRepeats();
    }

    public IEnumerable<PendingEvent> Undecided => _events.Where(one => !one.Settled);

    public bool AnyUndecided => Array.Exists(_events, one => !one.Settled);

    public ImmutableArray<Receipt> Receipts => [.. _events.Select(ReceiptOf)];

    /// <summary>
    /// Nothing was taken before: all stand as they were decided. Else the named ones get the first one's answer, and
    /// the others are decided again.
    /// </summary>
    public void Settle(ImmutableArray<DuplicateEvent> taken)
    {
        foreach (var one in _events)
        {
            if (one.Settled)
            {
                continue;
            }

            if (taken.IsEmpty)
            {
                one.Settled = true;
            }
            else if (taken.FirstOrDefault(t => t.Key == one.Stamp.Key) is { } first)
            {
                var kind = Says(one, first.BodyHash) ? ReceiptKind.Duplicate : ReceiptKind.Conflict;
                one.Receipt = new(kind, first.Version, first.TakenAt);
                one.Settled = true;
            }
        }
    }

    bool Says(PendingEvent one, UInt128 first) => BodyHash.Equal(
        first,
        one.Stamp.BodyHash,
        _key.CustomerId,
        one.Message.Type,
        one.Message.OccurredAt,
        one.Message.Data);

    // A sender may repeat itself within one request. The first of a name is the one that counts.
    void SettleRepeats()
    {
        if (_events.Length == 1)
        {
            return;
        }

        var firsts = new Dictionary<EventKey, PendingEvent>(_events.Length);
        foreach (var one in _events)
        {
            if (!firsts.TryAdd(one.Stamp.Key, one))
            {
                one.RepeatOf = firsts[one.Stamp.Key];
                one.Settled = true;
            }
        }
    }

    static Receipt ReceiptOf(PendingEvent one) => one.RepeatOf is not { } first
        ? one.Receipt
        : first.Receipt with
        {
            Kind = first.Receipt.Kind != ReceiptKind.Conflict && first.Stamp.BodyHash == one.Stamp.BodyHash
                ? ReceiptKind.Duplicate
                : ReceiptKind.Conflict,
        };

    static EventStamp Stamp(CustomerKey key, EventMessage message) => new(
        new(message.Source, message.Id),
        message.Type,
        message.OccurredAt,
        BodyHash.Of(key.CustomerId, message.Type, message.OccurredAt, message.Data));

    internal sealed class PendingEvent(EventMessage message, EventStamp stamp)
    {
        public EventMessage Message => message;

        public EventStamp Stamp => stamp;

        public Receipt Receipt { get; set; }

        public bool Settled { get; set; }

        public PendingEvent? RepeatOf { get; set; }
    }
}
