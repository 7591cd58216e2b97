using System.Buffers.Binary;
using System.Text.Json;

namespace Engagement.Storage;

/// <summary>How the small parts of a journal entry are stored.</summary>
static class JournalCodes
{
    public static short KindCode(string kind) => kind switch
    {
        "event" => 1,
        "follow-up" => 2,
        "act" => 3,
        _ => throw new NotSupportedException($"No journal entry is of kind '{kind}'."),
    };

    public static string Kind(long code) => code switch
    {
        1 => "event",
        2 => "follow-up",
        3 => "act",
        _ => throw new NotSupportedException($"The journal holds an entry of unknown kind {code}."),
    };

    /// <summary>How many facts the JSON array holds.</summary>
    public static int FactCount(ReadOnlySpan<byte> facts)
    {
        if (facts.IsEmpty)
        {
            return 0;
        }

        var reader = new Utf8JsonReader(facts);
        reader.Read();
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }

    public static void WriteHash(UInt128 hash, Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);

    /// <summary>A hash as PostgreSQL keeps 16 bytes best.</summary>
    public static Guid Guid(UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteHash(hash, bytes);
        return new(bytes, bigEndian: true);
    }

    public static UInt128 Hash(Guid stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        stored.TryWriteBytes(bytes, bigEndian: true, out _);
        return ReadHash(bytes);
    }

    public static UInt128 ReadHash(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);
}
