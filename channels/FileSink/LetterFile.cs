using System.Text.Json;
using Engagement.Email;
using Engagement.Receivers;

namespace Engagement.FileSink;

/// <summary>Writes a letter down instead of sending it: as a mail program opens it, and as JSON.</summary>
sealed class LetterFile(OutboxFolder folder) : IMailCarrier
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async ValueTask<DeliveryOutcome> Carry(Outgoing outgoing, Letter letter, CancellationToken cancellation)
    {
        var receipt = await folder.Write(outgoing, "eml", MimeText.Write(letter), cancellation);
        var summary = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                letter.MessageId,
                Customer = outgoing.Customer.CustomerId,
                outgoing.Effect.Key,
                letter.At,
                From = letter.From.Address,
                To = letter.To.Address,
                letter.Subject,
                letter.Text,
                letter.Html,
                letter.Unsubscribe,
            },
            s_json);
        await folder.Write(outgoing, "json", summary, cancellation);
        return new DeliveryOutcome.Done(receipt);
    }
}
