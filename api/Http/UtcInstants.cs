using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Time;

namespace Engagement.Http;

/// <summary>
/// Instants are RFC 3339, as events have them: one without an offset would be read as one of this machine's zone.
/// Answers give every instant in UTC, with Z, whatever offset it came in.
/// </summary>
sealed class UtcInstants : JsonConverter<DateTimeOffset>
{
    const int EscapedMax = 6 * Rfc3339.LengthMax;

    public override DateTimeOffset Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[EscapedMax];
        return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= EscapedMax &&
            Rfc3339.TryParse(text[..reader.CopyString(text)], out var utc)
                ? utc
                : throw new JsonException("It is not an instant.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
