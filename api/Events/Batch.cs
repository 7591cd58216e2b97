using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Engagement.Customers;
using Engagement.Problems;

namespace Engagement.Events;

/// <summary>
/// Items read together and delivered together: one call per customer with all its events in their order, all customers
/// at once. What goes wrong for one customer goes wrong for its events alone.
/// </summary>
sealed partial class Batch(EventReader reader, Endings endings, ILogger log) : IItemSink
{
    const int None = -1;

    readonly List<Item> _items = [];
    readonly Dictionary<string, Chain> _chains = new(StringComparer.Ordinal);

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
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, e.Customer, out var known);
        if (known)
        {
            CollectionsMarshal.AsSpan(_items)[chain.Last].Next = at;
            chain = new(chain.First, at, chain.Count + 1);
        }
        else
        {
            chain = new(at, at, 1);
        }
    }

    void IItemSink.TooLarge(int index)
    {
        reader.RefuseSize();
        Refuse(index);
    }

    void IItemSink.Broken(int index, string reason) =>
        _items.Add(new(index, null, null)
        {
            Answer = ItemAnswer.Refused(index, null, new Misfit(MisfitCodes.Malformed, "", reason)),
        });

    /// <summary>
    /// Delivers what was read, and returns when all of it is durable or has failed. A customer that does not answer in
    /// <see cref="CustomerCalls.Patience"/>, or in time after a silo was lost that it may have been in, holds up nobody
    /// else: its events are answered as to be sent again.
    /// </summary>
    public async Task Deliver(IGrainFactory grains, string workspace, bool followClock, TimeProvider clock)
    {
        var untilLost = endings.Lost.Next;
        var calls = new (Chain Chain, Task<ImmutableArray<Receipt>> Answer)[_chains.Count];
        var call = 0;
        foreach (var (customer, chain) in _chains)
        {
            var grain = grains.GetGrain<ICustomerGrain>(new CustomerKey(workspace, customer).ToString());
            calls[call++] = (chain, Receive(grain, new(Messages(chain), followClock)));
        }

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
        Bytes = 0;
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
            LogNotTaken(log, failure.Kind.Slug, error);
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
        Answer = ItemAnswer.Refused(index, reader.Id, [.. reader.Findings.Misfits]),
    });

    /// <summary>The events of one customer, linked by their places in the batch.</summary>
    readonly record struct Chain(int First, int Last, int Count);

    record struct Item(int Index, string? Id, EventMessage? Message)
    {
        public int Next { get; set; } = None;

        public ItemAnswer Answer { get; set; }
    }
}
