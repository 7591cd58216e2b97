using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Engagement.Customers;
using Engagement.Problems;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>
/// Items read together and delivered together: one call per customer with all its events in their order, all customers
/// at once. What goes wrong for one customer goes wrong for its events alone.
/// </summary>
sealed partial class Batch(EventReader reader, Endings endings, ILogger log) : IItemSink
{
    const int None = -1;

    // As deep as one delivery follows events whose ids are also others'; beyond it they may overtake each other.
    const int WavesMax = 8;

    readonly List<Item> _items = [];
    readonly List<Chain> _chains = [];
    readonly Dictionary<string, int> _ofCustomer = new(StringComparer.Ordinal);
    readonly Dictionary<(string Source, string Id), int> _ofEvent = [];

    bool _toldNotTaken;

    public int Count => _items.Count;

    /// <summary>Of the items as they came.</summary>
    public int Bytes { get; private set; }

    void IItemSink.Item(int index, ReadOnlySpan<byte> json)
    {
        Bytes += json.Length;
        if (!reader.Read(json, out var e))
        {
            Refuse(index);
            return;
        }

        var at = _items.Count;
        _items.Add(new(index, e.Id, new EventMessage(e.Source, e.Id, e.Type, e.OccurredAt, e.Data)));
        var chain = ChainOf(e);
        if (chain.Count > 0)
        {
            CollectionsMarshal.AsSpan(_items)[chain.Last].Next = at;
        }

        _chains[_ofCustomer[e.Customer]] = chain with
        {
            First = chain.Count > 0 ? chain.First : at,
            Last = at,
            Count = chain.Count + 1,
        };
    }

    void IItemSink.TooLarge(int index)
    {
        reader.RefuseSize();
        Refuse(index);
    }

    void IItemSink.Broken(int index, string reason) =>
        _items.Add(new(index, null, null)
        {
            Answer = ItemAnswer.Refused(index, null, new ValidationError(ValidationCodes.Malformed, "", reason)),
        });

    /// <summary>
    /// Delivers what was read, and returns when all of it is durable or has failed. A customer that does not answer in
    /// <see cref="CustomerCalls.Patience"/>, or in time after a silo was lost that it may have been in, holds up nobody
    /// else: its events are answered as to be sent again.
    /// </summary>
    public async Task Deliver(IGrainFactory grains, string workspace, bool followClock, TimeProvider clock)
    {
        for (var wave = 0; _chains.Exists(chain => chain.Wave == wave); wave++)
        {
            var now = _chains.FindAll(chain => chain.Wave == wave);
            await Deliver(now, customer => grains.GetGrain<ICustomerGrain>(
                new CustomerKey(workspace, customer).ToString()), followClock, clock);
        }
    }

    async Task Deliver(
        List<Chain> chains, Func<string, ICustomerGrain> grains, bool followClock, TimeProvider clock)
    {
        var untilLost = endings.Lost.Next;
        var calls = chains.ConvertAll(chain =>
            (Chain: chain, Answer: Receive(grains(chain.Customer), new(Messages(chain), followClock))));
        var all = Task.WhenAll(calls.Select(each => (Task)each.Answer))
            .WaitAsync(CustomerCalls.Patience, clock, untilLost);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (chain, answer) in calls)
        {
            Settle(chain, answer);
        }
    }

    /// <summary>The answers, in the order of the items; afterwards the batch is empty and can be used again.</summary>
    public void Drain<T>(T state, Action<T, ItemAnswer> take)
    {
        foreach (ref var item in CollectionsMarshal.AsSpan(_items))
        {
            take(state, item.Answer);
        }

        _items.Clear();
        _chains.Clear();
        _ofCustomer.Clear();
        _ofEvent.Clear();
        Bytes = 0;
    }

    /// <summary>
    /// Where the event joins its customer's others: behind the wave of another customer's event of the same id, so that
    /// the first of them is the one that is taken.
    /// </summary>
    Chain ChainOf(in EventEnvelope e)
    {
        var last = _ofCustomer.TryGetValue(e.Customer, out var at) ? _chains[at] : default(Chain?);
        var wave = last?.Wave ?? 0;
        var isFirst = !_ofEvent.TryGetValue((e.Source, e.Id), out var other);
        if (!isFirst && _chains[other].Customer != e.Customer)
        {
            wave = Math.Clamp(_chains[other].Wave + 1, wave, WavesMax - 1);
        }

        if (last is not { } same || same.Wave != wave)
        {
            _ofCustomer[e.Customer] = at = _chains.Count;
            _chains.Add(new(e.Customer, wave));
        }

        if (isFirst)
        {
            _ofEvent.Add((e.Source, e.Id), at);
        }

        return _chains[at];
    }

    // What fails before there is a task fails as one.
    static async Task<ImmutableArray<Receipt>> Receive(ICustomerGrain grain, Delivery delivery) =>
        await grain.Receive(delivery);

    void Settle(Chain chain, Task<ImmutableArray<Receipt>> answer)
    {
        if (answer.IsCompletedSuccessfully)
        {
            Settle(chain, answer.Result);
            return;
        }

        Exception error = answer switch
        {
            { Exception.InnerException: { } thrown } => thrown,
            { IsCanceled: true } => new TaskCanceledException(answer),
            _ => new TimeoutException("A customer has not answered in time."),
        };
        if (Failure.Of(error, endings.Lifetime) is { } failure)
        {
            // What keeps one from being taken keeps many: one line a request says it.
            if (!Interlocked.Exchange(ref _toldNotTaken, true))
            {
                LogNotTaken(log, failure.Kind.Slug, error);
            }

            Settle(chain, (index, id) => ItemAnswer.NotTaken(index, id, failure));
        }
        else
        {
            // Every other customer's events of this request still deserve their answer.
            LogDeliveryFailed(log, error);
            Settle(chain, ItemAnswer.Failed);
        }
    }

    ImmutableArray<EventMessage> Messages(Chain chain)
    {
        var messages = ImmutableArray.CreateBuilder<EventMessage>(chain.Count);
        var items = CollectionsMarshal.AsSpan(_items);
        for (var at = chain.First; at != None; at = items[at].Next)
        {
            messages.Add(items[at].Message!);
        }

        return messages.MoveToImmutable();
    }

    void Settle(Chain chain, ImmutableArray<Receipt> receipts)
    {
        var items = CollectionsMarshal.AsSpan(_items);
        var receipt = 0;
        for (var at = chain.First; at != None; at = items[at].Next)
        {
            items[at].Answer = ItemAnswer.Of(items[at].Index, items[at].Id!, receipts[receipt++]);
        }
    }

    void Settle(Chain chain, Func<int, string, ItemAnswer> answer)
    {
        var items = CollectionsMarshal.AsSpan(_items);
        for (var at = chain.First; at != None; at = items[at].Next)
        {
            items[at].Answer = answer(items[at].Index, items[at].Id!);
        }
    }

    void Refuse(int index) => _items.Add(new(index, reader.Id, null)
    {
        Answer = ItemAnswer.Refused(index, reader.Id, [.. reader.Errors.Told]),
    });

    /// <summary>The events of one customer, linked by their places in the batch.</summary>
    /// <param name="Wave">Those before it are delivered before it.</param>
    readonly record struct Chain(string Customer, int Wave, int First = None, int Last = None, int Count = 0);

    record struct Item(int Index, string? Id, EventMessage? Message)
    {
        public int Next { get; set; } = None;

        public ItemAnswer Answer { get; set; }
    }
}
