using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Engagement.Time;

namespace Engagement.Schema;

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
    public static void Check(ref Utf8JsonReader reader, DataSchema shape, ValidationErrors errors)
    {
        switch (shape)
        {
            case DataSchema.Text text when reader.TokenType == JsonTokenType.String:
                Text(ref reader, text, errors);
                break;
            case DataSchema.Whole whole when reader.TokenType == JsonTokenType.Number:
                Whole(ref reader, whole, errors);
                break;
            case DataSchema.Flag when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                break;
            case DataSchema.Instant:
                Instant(ref reader, errors);
                break;
            case DataSchema.List list when reader.TokenType == JsonTokenType.StartArray:
                List(ref reader, list, errors);
                break;
            case DataSchema.Members members when reader.TokenType == JsonTokenType.StartObject:
                Members(ref reader, members, errors);
                break;
            case DataSchema.Open when reader.TokenType == JsonTokenType.StartObject:
                OpenCheck.Data(ref reader, errors);
                break;
            default:
                errors.Add(ValidationCodes.WrongType, $"It is {Word(reader.TokenType)}.", shape.Words);
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

    static void Members(ref Utf8JsonReader reader, DataSchema.Members shape, ValidationErrors errors)
    {
        var seen = 0ul;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = Find(ref reader, shape, next);
            if (index < 0)
            {
                Unknown(ref reader, shape, errors);
                continue;
            }

            next = index + 1;
            var member = shape.All[index];
            var before = errors.Count;
            if ((seen & 1ul << index) != 0)
            {
                errors.Add(ValidationCodes.DuplicateMember, "It is there more than once.");
            }

            seen |= 1ul << index;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null || member.Required)
            {
                Check(ref reader, member.Schema, errors);
            }

            if (errors.Count > before)
            {
                errors.Under(before, member.Name);
            }
        }

        if ((shape.Required & ~seen) != 0)
        {
            Missing(shape, seen, errors);
        }
    }

    /// <summary>Members mostly come in the order they are documented in, so the next one is tried first.</summary>
    public static int Find(ref Utf8JsonReader name, DataSchema.Members shape, int next)
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

    public static void Unknown(ref Utf8JsonReader reader, DataSchema.Members shape, ValidationErrors errors)
    {
        var before = errors.Count;
        var name = EscapedText.Name(ref reader);
        errors.Add(
            ValidationCodes.UnknownMember,
            "There is no such member.",
            $"one of {string.Join(", ", shape.All.Select(member => member.Name))}");
        errors.Under(before, name);
        reader.Read();
        reader.Skip();
    }

    public static void Missing(DataSchema.Members shape, ulong seen, ValidationErrors errors)
    {
        for (var i = 0; i < shape.All.Length; i++)
        {
            if ((shape.Required & ~seen & 1ul << i) != 0)
            {
                var member = shape.All[i];
                errors.Add(ValidationCodes.MissingMember, "It is missing.", member.Schema.Words, $"/{member.Name}");
            }
        }
    }

    static void List(ref Utf8JsonReader reader, DataSchema.List shape, ValidationErrors errors)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var before = errors.Count;
            Check(ref reader, shape.Item, errors);
            errors.Under(before, count++);
        }

        if (count > shape.Max)
        {
            errors.Add(ValidationCodes.OutOfRange, $"It has {count} items.", shape.Words);
        }
    }

    static void Whole(ref Utf8JsonReader reader, DataSchema.Whole shape, ValidationErrors errors)
    {
        var plain = reader.TryGetInt64(out var number);
        if ((!plain && !ExactNumber.TryWhole(reader.ValueSpan, out number)) || number < shape.Min || number > shape.Max)
        {
            errors.Add(ValidationCodes.OutOfRange, "It is not such a number.", shape.Words);
        }
        else if (!plain)
        {
            // 8900.0 is whole; readers of what is stored take whole numbers without point or exponent only.
            var digits = number.ToString(CultureInfo.InvariantCulture);
            errors.Rewrite(reader.TokenStartIndex, reader.BytesConsumed, Encoding.ASCII.GetBytes(digits));
        }
    }

    static void Instant(ref Utf8JsonReader reader, ValidationErrors errors)
    {
        if (ReadInstant(ref reader, errors) is { } instant && !reader.TryGetDateTimeOffset(out _))
        {
            // Readers of what is stored know less of RFC 3339 than it allows.
            var text = instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z";
            errors.Normalise(reader.TokenStartIndex, reader.BytesConsumed, text);
        }
    }

    /// <summary>The instant at the reader, in UTC; null, and a finding, when there is none.</summary>
    public static DateTimeOffset? ReadInstant(ref Utf8JsonReader reader, ValidationErrors errors)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            errors.Add(ValidationCodes.WrongType, $"It is {Word(reader.TokenType)}.", new DataSchema.Instant().Words);
            reader.Skip();
        }
        else if (!TryInstant(ref reader, out var instant))
        {
            errors.Add(ValidationCodes.WrongForm, "It is not an instant.", new DataSchema.Instant().Words);
        }
        else if (instant < s_earliest || instant >= s_end)
        {
            errors.Add(ValidationCodes.OutOfRange, "It is out of range.", "an instant in the years 2000 to 2099");
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

    static void Text(ref Utf8JsonReader reader, DataSchema.Text shape, ValidationErrors errors)
    {
        if (EscapedText.Flaw(ref reader) is { } flaw)
        {
            errors.Add(ValidationCodes.WrongForm, flaw, shape.Words);
        }
        else if (shape.Form == TextForm.Identifier)
        {
            Id(ref reader, errors);
        }
        else if (shape.Form != TextForm.Plain || reader.ValueSpan.Length > shape.Max)
        {
            Formed(ref reader, shape, errors);
        }
    }

    static void Id(ref Utf8JsonReader reader, ValidationErrors errors)
    {
        if (!reader.ValueIsEscaped && Identifier.IsPlain(reader.ValueSpan))
        {
            return;
        }

        var text = reader.GetString()!;
        if (!Identifier.TryName(text, out var id, out var reason))
        {
            errors.Add(ValidationCodes.WrongForm, reason, Identifier.Expected);
        }
        else if (!string.Equals(id, text, StringComparison.Ordinal))
        {
            errors.Normalise(reader.TokenStartIndex, reader.BytesConsumed, id);
        }
    }

    static void Formed(ref Utf8JsonReader reader, DataSchema.Text shape, ValidationErrors errors)
    {
        var bytes = reader.ValueSpan.Length;
        char[]? rented = null;
        var buffer = bytes <= 512 ? stackalloc char[512] : rented = ArrayPool<char>.Shared.Rent(bytes);
        ReadOnlySpan<char> text = buffer[..reader.CopyString(buffer)];
        if (LengthOf(text) > shape.Max)
        {
            errors.Add(ValidationCodes.OutOfRange, $"It has more than {shape.Max} characters.", shape.Words);
        }
        else if (shape.Form != TextForm.Plain && (text.IsEmpty || !TextForms.Fits(shape.Form, text)))
        {
            errors.Add(ValidationCodes.WrongForm, TextForms.Reason(shape.Form, text), shape.Words);
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
