using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Storage;

namespace Engagement.Alerts;

/// <summary>A feed entry as every client gets it, written once however many listen.</summary>
[JsonConverter(typeof(Converter))]
sealed record FeedFrame(long Position, ReadOnlyMemory<byte> Json)
{
    public static FeedFrame Of(FeedEntry entry, JsonSerializerOptions options) =>
        new(entry.Position, JsonSerializer.SerializeToUtf8Bytes(entry, options));

    public sealed class Converter : JsonConverter<FeedFrame>
    {
        public override FeedFrame Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Frames go one way.");

        public override void Write(Utf8JsonWriter writer, FeedFrame value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
