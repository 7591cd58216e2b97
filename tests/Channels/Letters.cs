using System.Text.Json;
using Engagement.Email;
using Engagement.Messages;
using Engagement.Receivers;
using Engagement.Webhooks;

namespace Engagement.Tests.Channels;

/// <summary>Letters and effects to try channels with.</summary>
static class Letters
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly CustomerKey Ada = new("shop", "ada");

    public static SendMessage Message(
        string key = "k1", string channel = "email", string to = "ada@sink.example", string purpose = "marketing") =>
        new(key, channel, "thanks", 1, to, purpose, null, null, JsonElement.Parse("""{"customer":{"name":"Ada"}}"""));

    public static Outgoing Outgoing(
        Effect? effect = null, int attempt = 1, bool interrupted = false, bool rehearsal = false) =>
        new(Ada, effect ?? Message(), attempt, At, rehearsal, interrupted);

    /// <summary>The endpoints of the options, and no others.</summary>
    public static FindEndpoint Found(WebhookOptions options) =>
        (workspace, name, _) => ValueTask.FromResult(options.Find(workspace, name));

    public static EmailMessage Mail(
        string subject = "Thank you",
        string? text = "Thank you, Ada.",
        string? html = "<p>Thank you, Ada.</p>",
        string to = "ada@sink.example",
        string? senderName = "The Shop") =>
        new(Outgoing().Id, At, Mailbox.Read("shop@shop.example", senderName), Mailbox.Read(to), subject, text, html);
}
