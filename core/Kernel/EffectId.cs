using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Engagement;

/// <summary>
/// An effect's name for the world outside: the same on every attempt, and unlike any other effect's.
/// </summary>
public static class EffectId
{
    /// <summary>
    /// A hash, because a key may hold any character of the integrator's ids, which a header, a file name or a
    /// Message-ID may not; and because nobody outside should learn a customer's id from it.
    /// </summary>
    public static string Of(CustomerKey customer, string key)
    {
        const int Enough = 512;
        ReadOnlySpan<string> parts = [customer.Workspace, customer.CustomerId, key];
        var size = 0;
        foreach (var part in parts)
        {
            size += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        var named = size <= Enough ? stackalloc byte[Enough] : new byte[size];
        var rest = named;
        foreach (var part in parts)
        {
            // The length goes first, so that no two triples run together into the same bytes.
            var length = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, length);
            rest = rest[(sizeof(int) + length)..];
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(named[..size], hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
