using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engagement.Http;

/// <summary>JSON that was stored as such and is handed on without being read again.</summary>
[JsonConverter(typeof(Converter))]
readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    public sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Stored JSON is only ever sent.");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
