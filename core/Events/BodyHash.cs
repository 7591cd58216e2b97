using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engagement.Schema;

namespace Engagement.Events;

/// <summary>
/// What an event says, as one number: two events of one id and different hash are in conflict. Neither the order of
/// members, nor white space, escapes, the offset and the digits in which instants are written, the notation of numbers,
/// nor a member that is null instead of absent make a difference. Hashes are stored, so a version of this never
/// changes: its number is the last byte, and what older versions stored is compared by them.
/// </summary>
public static class BodyHash
{
    const byte End = 0;

    // What a text begins with that is an instant, instead of its kind.
    const byte Instant = (byte)'T';

    const byte Version = 2;

    /// <param name="data">Valid JSON.</param>
    public static UInt128 Of(string customer, string type, DateTimeOffset occurredAt, ReadOnlySpan<byte> data) =>
        (Of(customer, type, occurredAt, data, isFirst: false) & ~(UInt128)byte.MaxValue) | Version;

    /// <summary>Whether an event says what the one said that this hash was stored of, by whichever version.</summary>
    /// <param name="hash">The event's own, by the newest version.</param>
    public static bool Equal(
        UInt128 stored,
        UInt128 hash,
        string customer,
        string type,
        DateTimeOffset occurredAt,
        ReadOnlySpan<byte> data) =>
        stored == hash || stored == Of(customer, type, occurredAt, data, isFirst: true);

    /// <param name="isFirst">
    /// By the first version, which had no number: it knew instants, numbers and nulls inside the data to the letter.
    /// </param>
    internal static UInt128 Of(
        string customer, string type, DateTimeOffset occurredAt, ReadOnlySpan<byte> data, bool isFirst)
    {
        var canon = new Canon(data.Length + 256, isFirst);
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
        if (!canon.IsFirst && reader.TokenType == JsonTokenType.String &&
            SchemaCheck.TryInstant(ref reader, out var instant))
        {
            canon.Byte(Instant);
            canon.Text(instant.UtcTicks.ToString(CultureInfo.InvariantCulture));
            return;
        }

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
            case JsonTokenType.Number when canon.IsFirst:
                canon.Raw(reader.ValueSpan);
                break;
            case JsonTokenType.Number:
                canon.Number(reader.ValueSpan);
                break;
        }

        canon.Byte(End);
    }

    static void Members(ref Utf8JsonReader reader, ref Canon canon)
    {
        var first = canon.Members;
        var sorted = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = canon.Length;
            canon.Byte((byte)reader.TokenType);
            canon.Text(ref reader);
            reader.Read();
            if (!canon.IsFirst && reader.TokenType == JsonTokenType.Null)
            {
                canon.Forget(start);
                continue;
            }

            Value(ref reader, ref canon);
            sorted &= canon.EndMember(first, start);
        }

        if (!sorted)
        {
            canon.Sort(first);
        }

        canon.Members = first;
    }

    /// <summary>
    /// Bytes being written, in a rented array, and where the members of the objects that are open begin and end.
    /// </summary>
    ref struct Canon(int capacity, bool isFirst)
    {
        byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
        Range[] _members = ArrayPool<Range>.Shared.Rent(64);

        public readonly bool IsFirst => isFirst;

        public int Length { get; private set; }

        /// <summary>How many members are remembered; an object forgets its own when it closes.</summary>
        public int Members { get; set; }

        public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

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

        /// <summary>A number as its value: its sign, its digits, and the power of ten of the last one.</summary>
        public void Number(ReadOnlySpan<byte> number)
        {
            var count = ExactNumber.Digits(number, Room(number.Length), out var exponent);
            Length += count;
            Byte((byte)(count > 0 && number[0] == '-' ? '-' : '+'));
            Utf8Formatter.TryFormat(exponent, Room(11), out var written);
            Length += written;
        }

        /// <summary>Takes back what was written from there on.</summary>
        public void Forget(int start) => Length = start;

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

        /// <summary>A member that began there ends here.</summary>
        /// <returns>Whether it comes after the one before it in its object.</returns>
        public bool EndMember(int first, int start)
        {
            if (Members == _members.Length)
            {
                var more = ArrayPool<Range>.Shared.Rent(Members * 2);
                _members.CopyTo(more, 0);
                ArrayPool<Range>.Shared.Return(_members);
                _members = more;
            }

            _members[Members++] = start..Length;
            return Members - first < 2 ||
                _bytes.AsSpan(_members[Members - 2]).SequenceCompareTo(_bytes.AsSpan(start..Length)) <= 0;
        }

        /// <summary>Puts an object's members, which follow each other, in the order of their bytes.</summary>
        public readonly void Sort(int first)
        {
            var members = _members.AsSpan(first, Members - first);
            var from = members[0].Start.Value;
            var copy = ArrayPool<byte>.Shared.Rent(Length - from);
            Written[from..].CopyTo(copy);
            members.Sort((a, b) => Part(copy, a, from).SequenceCompareTo(Part(copy, b, from)));
            var at = from;
            foreach (var member in members)
            {
                var part = Part(copy, member, from);
                part.CopyTo(_bytes.AsSpan(at));
                at += part.Length;
            }

            ArrayPool<byte>.Shared.Return(copy);
        }

        public readonly void Return()
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            ArrayPool<Range>.Shared.Return(_members);
        }

        static ReadOnlySpan<byte> Part(byte[] copy, Range member, int from) =>
            copy.AsSpan(member.Start.Value - from, member.End.Value - member.Start.Value);

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
