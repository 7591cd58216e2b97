using System.Collections.Immutable;

namespace Engagement.Orders;

/// <summary>The customer's orders.</summary>
public sealed record OrderBook
{
    /// <summary>Orders remembered; the oldest settled one is forgotten first.</summary>
    public const int OrdersMax = 64;

    /// <summary>Orders of which no more is remembered than that they were there.</summary>
    public const int ForgottenMax = 2_048;

    /// <summary>In the order in which we heard of them.</summary>
    public ImmutableArray<Order> Orders { get; init; } = [];

    /// <summary>
    /// Orders that were placed and not cancelled, those included of which no more is remembered.
    /// </summary>
    public long Count { get; init; }

    /// <summary>Hashes of orders that were forgotten, oldest first, so that none of them begins anew.</summary>
    public ImmutableArray<long> Forgotten { get; init; } = [];

    /// <summary>
    /// The newest order that was forgotten was placed then. Once there are more than <see cref="Forgotten"/> holds, an
    /// unknown order as old as this counts as forgotten, too.
    /// </summary>
    public DateTimeOffset? ForgottenUntil { get; init; }

    public Order? Find(string? id)
    {
        if (id is not null)
        {
            foreach (var order in Orders)
            {
                if (order.Id == id)
                {
                    return order;
                }
            }
        }

        return null;
    }

    /// <summary>Whether we once knew this order and let it go: what it brings about came about then.</summary>
    public bool IsForgotten(Order order) => ForgottenOrders.Find(this, order) is not null;

    /// <summary>The orders after one more fact; the same object when it changes nothing.</summary>
    /// <param name="use">Who still waits for something of an order.</param>
    public static OrderBook Evolve(OrderBook book, OrderFact fact, IOrderUse use) =>
        Put(book, fact.OrderId, fact, OrderEvolution.Evolve, use);

    /// <summary>The orders after a review of one of them.</summary>
    public static OrderBook Rate(OrderBook book, string orderId, int rating, DateTimeOffset at, IOrderUse use) =>
        Put(book, orderId, (rating, at), static (order, said) => OrderEvolution.Rate(order, said.rating, said.at), use);

    /// <summary>The book with one order evolved; an unknown one is begun, and too many make one be forgotten.</summary>
    static OrderBook Put<T>(OrderBook book, string orderId, T told, Func<Order, T, Order> evolve, IOrderUse use)
    {
        for (var i = 0; i < book.Orders.Length; i++)
        {
            var known = book.Orders[i];
            if (known.Id == orderId)
            {
                var next = evolve(known, told);
                return next == known ? book : book with
                {
                    Orders = book.Orders.SetItem(i, next),
                    Count = Counted(book, known, next),
                };
            }
        }

        var unknown = new Order(orderId);
        var begun = evolve(unknown, told);
        return Bounded(
            book with { Orders = book.Orders.Add(begun), Count = Counted(book, unknown, begun) }, use);
    }

    /// <summary>Orders that count once this one has moved on, with what it counted for when it was let go.</summary>
    static long Counted(OrderBook book, Order before, Order after)
    {
        if (before.PlacedAt == after.PlacedAt && before.CancelledAt == after.CancelledAt)
        {
            return book.Count;
        }

        var past = ForgottenOrders.Find(book, after);
        return Math.Max(0, book.Count + CountOf(after, past) - CountOf(before, past));
    }

    /// <summary>One when it was placed and not cancelled.</summary>
    static int CountOf(Order order, ForgottenOrders.Past? past) => past switch
    {
        ForgottenOrders.Past.Cancelled => 0,
        ForgottenOrders.Past.Placed => order.CancelledAt is null ? 1 : 0,
        _ => order is { PlacedAt: not null, CancelledAt: null } ? 1 : 0,
    };

    static OrderBook Bounded(OrderBook book, IOrderUse use) => book.Orders.Length <= OrdersMax
        ? book
        : ForgottenOrders.Forget(book, FirstSettled(book, use));

    /// <summary>
    /// An order nothing is waited for; if there is none, the oldest. Never the newest: it is being told of.
    /// </summary>
    static int FirstSettled(OrderBook book, IOrderUse use)
    {
        for (var i = 0; i < book.Orders.Length - 1; i++)
        {
            if (!use.Awaits(book.Orders[i].Id))
            {
                return i;
            }
        }

        return 0;
    }
}

/// <summary>What slices that come after orders still need of them, so that none is forgotten too soon.</summary>
public interface IOrderUse
{
    /// <summary>Whether a journey or points still wait for what becomes of this order.</summary>
    bool Awaits(string orderId);
}
