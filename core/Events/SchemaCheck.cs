using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Engagement.Time;

namespace Engagement.Events;

/// <summary>Walks one JSON value beside its shape, and says all that is wrong. A good one costs no memory.</summary>
static class SchemaCheck
{
    public const int DepthMax = 16;

    // The longest instant with every character escaped.
    const int InstantMax = 6 * Rfc3339.LengthMax;

    static readonly DateTimeOffset s_earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset s_end = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks the value at the reader, and leaves the reader at its end.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static void Value(ref Utf8JsonReader reader, Shape shape, Findings findings)
    {
        switch (shape)
        {
            case Shape.Text text when reader.TokenType == JsonTokenType.String:
                Text(ref reader, text, findings);
                break;
            case Shape.Whole whole when reader.TokenType == JsonTokenType.Number:
                Whole(ref reader, whole, findings);
                break;
            case Shape.Flag when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                break;
            case Shape.Instant:
                Instant(ref reader, findings);
                break;
            case Shape.List list when reader.TokenType == JsonTokenType.StartArray:
                List(ref reader, list, findings);
                break;
            case Shape.Members members when reader.TokenType == JsonTokenType.StartObject:
                Members(ref reader, members, findings);
                break;
            case Shape.Open when reader.TokenType == JsonTokenType.StartObject:
                OpenCheck.Data(ref reader, findings);
                break;
            default:
                findings.Add(MisfitCodes.WrongType, $"It is {Word(reader.TokenType)}.", shape.Words);
                reader.Skip();
                break;
        }
    }

    public static string Word(JsonTokenType token) => token switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        _ => "an object",
    };

    static void Members(ref Utf8JsonReader reader, Shape.Members shape, Findings findings)
    {
        var seen = 0ul;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = Find(ref reader, shape, next);
            if (index < 0)
            {
                Unknown(ref reader, shape, findings);
                continue;
            }

            next = index + 1;
            var member = shape.All[index];
            var before = findings.Count;
            if ((seen & 1ul << index) != 0)
            {
                findings.Add(MisfitCodes.DuplicateMember, "It is there more than once.");
            }

            seen |= 1ul << index;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null || member.Required)
            {
                Value(ref reader, member.Shape, findings);
            }

            if (findings.Count > before)
            {
                findings.Under(before, member.Name);
            }
        }

        if ((shape.Required & ~seen) != 0)
        {
            Missing(shape, seen, findings);
        }
    }

    /// <summary>Members mostly come in the order they are documented in, so the next one is tried first.</summary>
    public static int Find(ref Utf8JsonReader name, Shape.Members shape, int next)
    {
        // The reader throws when half of a surrogate pair is compared; no member is called so.
        if (EscapedText.Flaw(ref name) is not null)
        {
            return -1;
        }

        var count = shape.All.Length;
        for (var i = 0; i < count; i++)
        {
            var index = next + i < count ? next + i : next + i - count;
            if (name.ValueTextEquals(shape.All[index].Utf8Name))
            {
                return index;
            }
        }

        return -1;
    }

    public static void Unknown(ref Utf8JsonReader reader, Shape.Members shape, Findings findings)
    {
        var before = findings.Count;
        var name = EscapedText.Name(ref reader);
        findings.Add(
            MisfitCodes.UnknownMember,
            "There is no such member.",
            $"one of {string.Join(", ", shape.All.Select(member => member.Name))}");
        findings.Under(before, name);
        reader.Read();
        reader.Skip();
    }

    public static void Missing(Shape.Members shape, ulong seen, Findings findings)
    {
        for (var i = 0; i < shape.All.Length; i++)
        {
            if ((shape.Required & ~seen & 1ul << i) != 0)
            {
                var member = shape.All[i];
                findings.Add(MisfitCodes.MissingMember, "It is missing.", member.Shape.Words, $"/{member.Name}");
            }
        }
    }

    static void List(ref Utf8JsonReader reader, Shape.List shape, Findings findings)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var before = findings.Count;
            Value(ref reader, shape.Item, findings);
            findings.Under(before, count++);
        }

        if (count > shape.Max)
        {
            findings.Add(MisfitCodes.OutOfRange, $"It has {count} items.", shape.Words);
        }
    }

    static void Whole(ref Utf8JsonReader reader, Shape.Whole shape, Findings findings)
    {
        var plain = reader.TryGetInt64(out var number);
        if ((!plain && !ExactNumber.TryWhole(reader.ValueSpan, out number)) || number < shape.Min || number > shape.Max)
        {
            findings.Add(MisfitCodes.OutOfRange, "It is not such a number.", shape.Words);
        }
        else if (!plain)
        {
            // 8900.0 is whole; readers of what is stored take whole numbers without point or exponent only.
            var digits = number.ToString(CultureInfo.InvariantCulture);
            findings.Rewrite(reader.TokenStartIndex, reader.BytesConsumed, Encoding.ASCII.GetBytes(digits));
        }
    }

    static void Instant(ref Utf8JsonReader reader, Findings findings)
    {
        if (ReadInstant(ref reader, findings) is { } instant && !reader.TryGetDateTimeOffset(out _))
        {
            // Readers of what is stored know less of RFC 3339 than it allows.
            var text = instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";
            findings.Normalise(reader.TokenStartIndex, reader.BytesConsumed, text);
        }
    }

    /// <summary>The instant at the reader, in UTC; null, and a finding, when there is none.</summary>
    public static DateTimeOffset? ReadInstant(ref Utf8JsonReader reader, Findings findings)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            findings.Add(MisfitCodes.WrongType, $"It is {Word(reader.TokenType)}.", new Shape.Instant().Words);
            reader.Skip();
        }
        else if (!TryInstant(ref reader, out var instant))
        {
            findings.Add(MisfitCodes.WrongForm, "It is not an instant.", new Shape.Instant().Words);
        }
        else if (instant < s_earliest || instant >= s_end)
        {
            findings.Add(MisfitCodes.OutOfRange, "It is out of range.", "an instant in the years 2000 to 2099");
        }
        else
        {
            return instant;
        }

        return null;
    }

    /// <summary>Reads RFC 3339. The reader's own way takes a time without offset for one of this machine's.</summary>
    public static bool TryInstant(ref Utf8JsonReader reader, out DateTimeOffset utc)
    {
        utc = default;
        if (reader.ValueSpan.Length is < Rfc3339.LengthMin or > InstantMax ||
            EscapedText.Flaw(ref reader) is not null)
        {
            return false;
        }

        // Some writers escape the plus sign, so the text is looked at as it is meant.
        Span<byte> buffer = stackalloc byte[InstantMax];
        return Rfc3339.TryParse(buffer[..reader.CopyString(buffer)], out utc);
    }

    static void Text(ref Utf8JsonReader reader, Shape.Text shape, Findings findings)
    {
        if (EscapedText.Flaw(ref reader) is { } flaw)
        {
            findings.Add(MisfitCodes.WrongForm, flaw, shape.Words);
        }
        else if (shape.Form == TextForm.Identifier)
        {
            Id(ref reader, findings);
        }
        else if (shape.Form != TextForm.Plain || reader.ValueSpan.Length > shape.Max)
        {
            Formed(ref reader, shape, findings);
        }
    }

    static void Id(ref Utf8JsonReader reader, Findings findings)
    {
        if (!reader.ValueIsEscaped && Identifier.IsPlain(reader.ValueSpan))
        {
            return;
        }

        var text = reader.GetString()!;
        if (!Identifier.TryName(text, out var id, out var reason))
        {
            findings.Add(MisfitCodes.WrongForm, reason, Identifier.Expected);
        }
        else if (!string.Equals(id, text, StringComparison.Ordinal))
        {
            findings.Normalise(reader.TokenStartIndex, reader.BytesConsumed, id);
        }
    }

    static void Formed(ref Utf8JsonReader reader, Shape.Text shape, Findings findings)
    {
        var bytes = reader.ValueSpan.Length;
        char[]? rented = null;
        var buffer = bytes <= 512 ? stackalloc char[512] : rented = ArrayPool<char>.Shared.Rent(bytes);
        ReadOnlySpan<char> text = buffer[..reader.CopyString(buffer)];
        if (LengthOf(text) > shape.Max)
        {
            findings.Add(MisfitCodes.OutOfRange, $"It has more than {shape.Max} characters.", shape.Words);
        }
        else if (shape.Form != TextForm.Plain && (text.IsEmpty || !TextForms.Fits(shape.Form, text)))
        {
            findings.Add(MisfitCodes.WrongForm, TextForms.Reason(shape.Form, text), shape.Words);
        }

        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    static int LengthOf(ReadOnlySpan<char> text)
    {
        var length = text.Length;
        foreach (var c in text)
        {
            length -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return length;
    }
}
