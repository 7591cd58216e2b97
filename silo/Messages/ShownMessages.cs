using System.Text.Json;
using Engagement.Customers;
using Engagement.Receivers;
using Engagement.Storage;

namespace Engagement.Messages;

/// <summary>
/// Messages as somebody may look at them later: made again from the effect that was committed, and compared with what
/// left.
/// </summary>
sealed class ShownMessages(IOutbox outbox, MessageContents contents, IEnumerable<IReceiver> receivers)
{
    /// <returns>Nothing at all for a message of which only its line is kept.</returns>
    public async ValueTask<(ShownMessage? Message, string? Unfillable)> Of(string workspace, ListedMessage listed)
    {
        var customer = new CustomerKey(workspace, listed.CustomerId);
        if (await outbox.Effect(customer, listed.Message.Key, CancellationToken.None) is not { } kept ||
            JsonSerializer.Deserialize(kept.Effect.Span, CoreJson.Effect) is not SendMessage decided)
        {
            return default;
        }

        var effect = decided with { To = listed.Form?.To ?? decided.To };
        try
        {
            var content = await contents.Of(customer, effect, CancellationToken.None);
            var form = Form(new(customer, effect, Attempt: 1, kept.EnqueuedAt), content);
            return (Shown(decided, effect, content, form, listed.Form?.Sha256), null);
        }
        catch (UnsendableException unsendable)
        {
            return (null, unsendable.Message);
        }
    }

    /// <returns>Null for what can be read and could not be sent by now, and for a channel that is no more.</returns>
    MessageForm? Form(Outgoing outgoing, MessageContent content)
    {
        try
        {
            return receivers.OfType<IMessageReceiver>()
                .FirstOrDefault(receiver => receiver.Name == outgoing.Effect.Receiver)?.Form(outgoing, content);
        }
        catch (UnsendableException)
        {
            return null;
        }
    }

    static ShownMessage Shown(
        SendMessage decided,
        SendMessage effect,
        MessageContent content,
        MessageForm? form,
        string? sent) => new(
        content.Rendered.Subject,
        content.Rendered.Text,
        content.Rendered.Html,
        content.Rendered.Insert,
        effect.To,
        effect.To == decided.To ? null : decided.To,
        form?.From ?? content.Brand.SenderAddress,
        sent is null ? null : form?.Sha256 == sent,
        sent);
}

/// <param name="Insert">A page to print and put into the parcel; it leaves with no message.</param>
/// <param name="To">Where it went; while it has not gone, where it is to go.</param>
/// <param name="DecidedFor">The address that it was decided for, when it went to another one.</param>
/// <param name="SameAsSent">
/// Whether what is shown is what was sent, to the byte: addresses, headers and words. Null for what has not left, and
/// for what left before this was kept.
/// </param>
/// <param name="SentSha256">Of the bytes that left.</param>
sealed record ShownMessage(
    string? Subject,
    string? Text,
    string? Html,
    string? Insert,
    string To,
    string? DecidedFor,
    string? From,
    bool? SameAsSent,
    string? SentSha256);
