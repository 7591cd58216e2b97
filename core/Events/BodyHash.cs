using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Events;

/// <summary>What an event says, as a number: two events of one name with different numbers contradict each other.</summary>
public static class BodyHash
{
    public static UInt128 Of(string customerId, string type, DateTimeOffset occurredAt, ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> instant = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(instant, occurredAt.UtcTicks);
        hash.AppendData(instant);
        hash.AppendData(Encoding.UTF8.GetBytes($"{customerId.Length}:{customerId}{type}\n"));
        hash.AppendData(data);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
