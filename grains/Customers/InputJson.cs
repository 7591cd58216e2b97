using System.Buffers;
using System.Text.Json;

namespace Engagement.Customers;

/// <summary>How inputs look in the journal.</summary>
static class InputJson
{
    // One for each thread: a writer and a buffer that grows cost more than what is written.
    [ThreadStatic]
    static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    static Utf8JsonWriter? t_json;

    public static byte[] Of(EventMessage message)
    {
        var buffer = t_buffer ??= new(1024);
        var json = t_json ??= new(buffer);
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("source", message.Source);
        json.WriteString("id", message.Id);
        json.WriteString("type", message.Type);
        json.WriteString("occurredAt", message.OccurredAt);
        json.WritePropertyName("data");

        // The door has validated it; to parse it once more would cost as much as writing it.
        json.WriteRawValue(message.Data, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] OfFollowUp(DateTimeOffset due) => JsonSerializer.SerializeToUtf8Bytes(new { due });
}
