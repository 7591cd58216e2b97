using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engagement.Http;

/// <summary>Answers give every instant in UTC, with Z, whatever offset it came in.</summary>
sealed class UtcInstants : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
