using Engagement.Storage;

namespace Engagement.Messages;

/// <param name="Row">Its place in the list.</param>
/// <param name="Key">The idempotency key it goes out with.</param>
/// <param name="Status"><c>queued</c>, <c>sent</c>, <c>failed</c> or <c>withheld</c>.</param>
/// <param name="Reason">What held it back, when it was.</param>
/// <param name="Receipt">What the channel said when it took it.</param>
/// <param name="MessageId">
/// What stands before the @ of a letter's Message-ID, and after <c>msg_</c> in the id of a webhook.
/// </param>
/// <param name="LastTry">Why it has not left yet: its last try, while it waits for the next.</param>
sealed record MessageLine(
    long Row,
    string CustomerId,
    string Key,
    string Channel,
    string Template,
    int TemplateVersion,
    string Purpose,
    string Status,
    string? Reason,
    DateTimeOffset At,
    DateTimeOffset? SentAt,
    string? Receipt,
    string MessageId,
    FailedTry? LastTry = null)
{
    public static MessageLine Of(string workspace, ListedMessage listed) => new(
        listed.Row,
        listed.CustomerId,
        listed.Message.Key,
        listed.Message.Channel,
        listed.Message.Template,
        listed.Message.TemplateVersion,
        listed.Message.Purpose,
        listed.Message.Status,
        listed.Message.Reason,
        listed.Message.At,
        listed.SentAt,
        listed.Receipt,
        EffectId.Of(new(workspace, listed.CustomerId), listed.Message.Key),
        listed.Failed);
}
