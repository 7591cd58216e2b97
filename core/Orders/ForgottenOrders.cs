using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Orders;

/// <summary>
/// What is kept of orders that were let go: a hash of the name, and of what became of it as much as their count needs.
/// </summary>
static class ForgottenOrders
{
    /// <summary>What an order had been through. The number is mixed into its hash, so it is stored.</summary>
    internal enum Past
    {
        Placed = 0,
        Unplaced = 1,
        Cancelled = 2,
    }

    static readonly Past[] s_pasts = [Past.Placed, Past.Unplaced, Past.Cancelled];

    /// <summary>What this order had been through when we let it go; null for one that we never did.</summary>
    public static Past? Find(OrderBook book, Order order)
    {
        if (book.Forgotten.Length == 0)
        {
            return null;
        }

        var hash = Hash(order.Id);
        foreach (var past in s_pasts)
        {
            if (book.Forgotten.AsSpan().Contains(hash ^ (long)past))
            {
                return past;
            }
        }

        return book.Forgotten.Length >= OrderBook.ForgottenMax && order.PlacedAt <= book.ForgottenUntil
            ? Past.Placed
            : null;
    }

    /// <summary>The book without the order at this place.</summary>
    public static OrderBook Forget(OrderBook book, int index)
    {
        var order = book.Orders[index];
        var hash = Hash(order.Id);
        var entry = hash ^ (long)PastOf(order, Find(book, order));
        var hashes = book.Forgotten;
        var known = hashes.AsSpan().IndexOfAny(hash, hash ^ (long)Past.Unplaced, hash ^ (long)Past.Cancelled);
        hashes = known >= 0 ? hashes.SetItem(known, entry)
            : hashes.Length < OrderBook.ForgottenMax ? hashes.Add(entry)
            : [.. hashes.AsSpan()[1..], entry];
        return book with
        {
            Orders = book.Orders.RemoveAt(index),
            Forgotten = hashes,
            ForgottenUntil = order.PlacedAt is { } placed && !(book.ForgottenUntil > placed)
                ? placed
                : book.ForgottenUntil,
        };
    }

    /// <summary>
    /// The hash of a name, the same on every machine.
    /// </summary>
    public static long Hash(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    static Past PastOf(Order order, Past? before) =>
        order.CancelledAt is not null || before == Past.Cancelled ? Past.Cancelled
        : order.PlacedAt is not null || before == Past.Placed ? Past.Placed
        : Past.Unplaced;
}
