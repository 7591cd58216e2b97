using System.Text.Json;
using Engagement.Email;
using Engagement.Receivers;

namespace Engagement.FileSink;

/// <summary>Writes an e-mail down instead of sending it: as a mail program opens it, and as JSON.</summary>
sealed class EmailFile(OutboxFolder folder)
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async ValueTask<DeliveryOutcome> Write(
        Outgoing outgoing, EmailMessage message, CancellationToken cancellation)
    {
        using var mime = message.ToMime();
        var content = message.ToBytes(mime);
        var receipt = await folder.Write(outgoing, "eml", content, cancellation);
        var summary = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                MessageId = $"<{message.MessageId}>",
                Customer = outgoing.Customer.CustomerId,
                outgoing.Effect.Key,
                message.At,
                From = message.From.Address,
                To = message.To.Address,
                message.Subject,
                message.Text,
                message.Html,
                message.Unsubscribe,
            },
            s_json);
        await folder.Write(outgoing, "json", summary, cancellation);
        return new DeliveryOutcome.Done(receipt, MessageForm.HashOf(content));
    }
}
