using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Engagement.Customers;

namespace Engagement.Receivers;

/// <summary>One effect on its way out.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="EnqueuedAt">When the effect was committed: the same on every attempt.</param>
/// <param name="Rehearsal">It comes from a rehearsal workspace, of which nothing may leave for real.</param>
/// <param name="Interrupted">An earlier attempt never ended, so the effect may have been performed already.</param>
public sealed record Outgoing(
    CustomerKey Customer,
    Effect Effect,
    int Attempt,
    DateTimeOffset EnqueuedAt,
    bool Rehearsal = false,
    bool Interrupted = false)
{
    /// <summary>
    /// The effect's name for the world outside: the same on every attempt, and unlike any other effect's.
    /// </summary>
    public string Id { get; } = EffectId(Customer, Effect.Key);

    /// <summary>
    /// A hash, because a key may hold any character of the integrator's ids, which a header, a file name or a
    /// Message-ID may not; and because nobody outside should learn a customer's id from it.
    /// </summary>
    public static string EffectId(CustomerKey customer, string key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in (ReadOnlySpan<string>)[customer.Workspace, customer.CustomerId, key])
        {
            // The length goes first, so that no two triples run together into the same bytes.
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
