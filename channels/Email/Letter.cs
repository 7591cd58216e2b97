namespace Engagement.Email;

/// <summary>One e-mail, ready to be written down.</summary>
/// <param name="Id">The effect's id: makes the Message-ID, so that a repeat can be known as one.</param>
/// <param name="At">When it was decided: the same on every attempt, so that a repeat is the same to the byte.</param>
public sealed record Letter(
    string Id, DateTimeOffset At, Mailbox From, Mailbox To, string Subject, string? Text, string? Html)
{
    public Mailbox? ReplyTo { get; init; }

    /// <summary>Where a mail program asks for no more of these, in one click; null for what needs no consent.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>
    /// Whether a second copy does less harm than none at all, when nobody knows if the first one left: true for what
    /// the customer waits for, false for what they would rather not get twice.
    /// </summary>
    public bool Repeatable { get; init; }

    public string MessageId => $"<{Id}@{From.Domain}>";
}
