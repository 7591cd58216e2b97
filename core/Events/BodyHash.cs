using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Engagement.Events;

/// <summary>
/// What an event says, as one number: two events of one id and different hash are in conflict. Neither the order of
/// members, nor white space, escapes, or the offset in which the instant is written make a difference. Hashes are
/// stored, so this never changes.
/// </summary>
public static class BodyHash
{
    const byte End = 0;

    /// <param name="data">Valid JSON.</param>
    public static UInt128 Of(string customer, string type, DateTimeOffset occurredAt, ReadOnlySpan<byte> data)
    {
        var canon = new Canon(data.Length + 256);
        try
        {
            canon.Text(customer);
            canon.Text(type);
            canon.Text(occurredAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
            var reader = new Utf8JsonReader(data);
            if (!data.IsEmpty && reader.Read())
            {
                Value(ref reader, ref canon);
            }

            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(canon.Written, hash);
            return BinaryPrimitives.ReadUInt128BigEndian(hash);
        }
        finally
        {
            canon.Return();
        }
    }

    // Each value begins with its kind and ends with a byte that cannot be in it: no two values are written alike.
    static void Value(ref Utf8JsonReader reader, ref Canon canon)
    {
        canon.Byte((byte)reader.TokenType);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Members(ref reader, ref canon);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Value(ref reader, ref canon);
                }

                break;
            case JsonTokenType.String:
                canon.Text(ref reader);
                return;
            case JsonTokenType.Number:
                canon.Raw(reader.ValueSpan);
                break;
        }

        canon.Byte(End);
    }

    static void Members(ref Utf8JsonReader reader, ref Canon canon)
    {
        var members = new List<Range>();
        var sorted = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = canon.Length;
            canon.Byte((byte)reader.TokenType);
            canon.Text(ref reader);
            reader.Read();
            Value(ref reader, ref canon);
            sorted &= members.Count == 0 || canon[members[^1]].SequenceCompareTo(canon[start..canon.Length]) <= 0;
            members.Add(start..canon.Length);
        }

        if (!sorted)
        {
            canon.Sort(members);
        }
    }

    /// <summary>Bytes being written, in a rented array.</summary>
    ref struct Canon(int capacity)
    {
        byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

        public int Length { get; private set; }

        public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

        public readonly ReadOnlySpan<byte> this[Range range] => _bytes.AsSpan(range);

        public void Byte(byte value)
        {
            Room(1)[0] = value;
            Length++;
        }

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(Room(bytes.Length));
            Length += bytes.Length;
        }

        public void Text(string text)
        {
            Length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
            Byte(End);
        }

        public void Text(ref Utf8JsonReader reader)
        {
            Length += reader.CopyString(Room(reader.ValueSpan.Length));
            Byte(End);
        }

        /// <summary>Puts members, which follow each other, in the order of their bytes.</summary>
        public readonly void Sort(List<Range> members)
        {
            var (from, to) = (members[0].Start.Value, members[^1].End.Value);
            var copy = _bytes.AsSpan(from, to - from).ToArray();
            members.Sort((a, b) => copy.AsSpan(a.Start.Value - from, a.End.Value - a.Start.Value)
                .SequenceCompareTo(copy.AsSpan(b.Start.Value - from, b.End.Value - b.Start.Value)));
            var at = from;
            foreach (var member in members)
            {
                var part = copy.AsSpan(member.Start.Value - from, member.End.Value - member.Start.Value);
                part.CopyTo(_bytes.AsSpan(at));
                at += part.Length;
            }
        }

        public readonly void Return() => ArrayPool<byte>.Shared.Return(_bytes);

        Span<byte> Room(int count)
        {
            if (_bytes.Length - Length < count)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, _bytes.Length * 2));
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }

            return _bytes.AsSpan(Length);
        }
    }
}
