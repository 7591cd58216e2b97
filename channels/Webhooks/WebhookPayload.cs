using System.Buffers;
using System.Text.Json;
using Engagement.Messages;
using Engagement.Receivers;

namespace Engagement.Webhooks;

/// <summary>What a webhook says: <c>{type, timestamp, data}</c>, the same to the byte on every attempt.</summary>
static class WebhookPayload
{
    /// <summary>The one type there is so far; docs/channels.md describes its data.</summary>
    public const string Type = "message.sent";

    // The specification's advice. Some receivers cut bodies off, and half a body fails its signature for ever.
    const int LengthMax = 20_000;

    /// <returns>Null when it would be longer than receivers take.</returns>
    public static byte[]? Write(Outgoing outgoing, SendMessage message, RenderedMessage rendered)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteString("timestamp", outgoing.EnqueuedAt.ToUniversalTime());
        json.WriteStartObject("data");
        json.WriteString("id", outgoing.Id);
        json.WriteString("workspace", outgoing.Customer.Workspace);
        json.WriteString("customerId", outgoing.Customer.CustomerId);
        json.WriteString("key", message.Key);
        json.WriteString("template", message.Template);
        json.WriteNumber("templateVersion", message.TemplateVersion);
        json.WriteString("purpose", message.Purpose);
        json.WriteString("subject", rendered.Subject);
        json.WriteString("text", rendered.Text);
        json.WritePropertyName("model");
        message.Model.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenCount <= LengthMax ? buffer.WrittenSpan.ToArray() : null;
    }
}
