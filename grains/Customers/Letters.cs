using System.Collections.Immutable;
using Engagement.Events;
using Engagement.Storage;

namespace Engagement.Customers;

/// <summary>The events of one delivery and what became of each.</summary>
sealed class Letters
{
    readonly CustomerKey _key;
    readonly Letter[] _letters;

    public Letters(CustomerKey key, ImmutableArray<EventMessage> events)
    {
        _key = key;
        _letters = new Letter[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            _letters[i] = new(events[i], Stamp(key, events[i]));
        }

        SettleRepeats();
    }

    public IEnumerable<Letter> Undecided => _letters.Where(letter => !letter.Settled);

    public bool AnyUndecided => Array.Exists(_letters, letter => !letter.Settled);

    public ImmutableArray<Receipt> Receipts => [.. _letters.Select(ReceiptOf)];

    /// <summary>
    /// Nothing was taken before: all stand as they were decided. Else the named ones get the first one's answer, and
    /// the others are decided again.
    /// </summary>
    public void Settle(ImmutableArray<TakenEvent> taken)
    {
        foreach (var letter in _letters)
        {
            if (letter.Settled)
            {
                continue;
            }

            if (taken.IsEmpty)
            {
                letter.Settled = true;
            }
            else if (taken.FirstOrDefault(t => t.Key == letter.Stamp.Key) is { } first)
            {
                var kind = Says(letter, first.BodyHash) ? ReceiptKind.Duplicate : ReceiptKind.Conflict;
                letter.Receipt = new(kind, first.Version, first.TakenAt);
                letter.Settled = true;
            }
        }
    }

    bool Says(Letter letter, UInt128 first) => BodyHash.Equal(
        first,
        letter.Stamp.BodyHash,
        _key.CustomerId,
        letter.Message.Type,
        letter.Message.OccurredAt,
        letter.Message.Data);

    // A sender may repeat itself within one request. The first of a name is the one that counts.
    void SettleRepeats()
    {
        if (_letters.Length == 1)
        {
            return;
        }

        var firsts = new Dictionary<EventKey, Letter>(_letters.Length);
        foreach (var letter in _letters)
        {
            if (!firsts.TryAdd(letter.Stamp.Key, letter))
            {
                letter.RepeatOf = firsts[letter.Stamp.Key];
                letter.Settled = true;
            }
        }
    }

    static Receipt ReceiptOf(Letter letter) => letter.RepeatOf is not { } first
        ? letter.Receipt
        : first.Receipt with
        {
            Kind = first.Receipt.Kind != ReceiptKind.Conflict && first.Stamp.BodyHash == letter.Stamp.BodyHash
                ? ReceiptKind.Duplicate
                : ReceiptKind.Conflict,
        };

    static EventStamp Stamp(CustomerKey key, EventMessage message) => new(
        new(message.Source, message.Id),
        message.Type,
        message.OccurredAt,
        BodyHash.Of(key.CustomerId, message.Type, message.OccurredAt, message.Data));

    internal sealed class Letter(EventMessage message, EventStamp stamp)
    {
        public EventMessage Message => message;

        public EventStamp Stamp => stamp;

        public Receipt Receipt { get; set; }

        public bool Settled { get; set; }

        public Letter? RepeatOf { get; set; }
    }
}
