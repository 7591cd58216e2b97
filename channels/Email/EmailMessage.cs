using Engagement.Messages;
using Engagement.Receivers;
using MimeKit;

namespace Engagement.Email;

/// <summary>One e-mail, ready to be written down.</summary>
/// <param name="Id">The effect's id: makes the Message-ID, so that a repeat can be known as one.</param>
/// <param name="At">When it was decided: the same on every attempt, so that a repeat is the same to the byte.</param>
sealed record EmailMessage(
    string Id, DateTimeOffset At, Mailbox From, Mailbox To, string Subject, string? Text, string? Html)
{
    // Longer, and the header breaks the limit of a line (RFC 5322). No customer's id makes it so; a public address may.
    const int LinkMax = 970;

    public Mailbox? ReplyTo { get; init; }

    /// <summary>Where a mail program asks for no more of these, in one click; null for what needs no consent.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>
    /// Whether a second copy does less harm than none at all, when nobody knows if the first one left: true for what
    /// the customer waits for, false for what they would rather not get twice.
    /// </summary>
    public bool Repeatable { get; init; }

    public string MessageId => $"{Id}@{From.Domain}";

    /// <summary>Whether only relays with SMTPUTF8 (RFC 6531) can carry it. All others get ASCII.</summary>
    public bool NeedsSmtpUtf8 => !From.IsAscii || !To.IsAscii || ReplyTo is { IsAscii: false };

    /// <summary>How it is written, to a relay as to a file.</summary>
    public FormatOptions Format
    {
        get
        {
            var format = FormatOptions.Default.Clone();
            (format.NewLineFormat, format.EnsureNewLine) = (NewLineFormat.Dos, true);
            format.International = NeedsSmtpUtf8;
            return format;
        }
    }

    /// <exception cref="UnsendableException">It holds something no header may, or it says nothing.</exception>
    public MimeMessage ToMime()
    {
        HeaderText.Check("The subject", Subject);
        var mime = new MimeMessage
        {
            Date = At.ToUniversalTime(),
            Subject = HeaderText.Literal(Subject),
            MessageId = MessageId,
            Body = Body(),
        };
        if (!NeedsSmtpUtf8)
        {
            mime.Headers[mime.Headers.IndexOf(HeaderId.Subject)].SetRawValue(HeaderText.Lines(mime.Subject));
        }

        mime.From.Add(From.ToMime());
        mime.To.Add(To.ToMime());
        if (ReplyTo is { } replyTo)
        {
            mime.ReplyTo.Add(replyTo.ToMime());
        }

        if (Unsubscribe is { } link)
        {
            if (link.AbsoluteUri.Length > LinkMax)
            {
                throw new UnsendableException(new DeliveryOutcome.Withheld(
                    "Its way out is too long for a header, and without one it may not leave."));
            }

            mime.Headers.Add(HeaderId.ListUnsubscribe, $"<{link.AbsoluteUri}>");
            mime.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        // Keeps vacation notices from answering a machine (RFC 3834).
        mime.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mime;
    }

    /// <summary>What a relay is handed, and what is in a file.</summary>
    public byte[] ToBytes(MimeMessage mime)
    {
        using var content = new MemoryStream();
        mime.WriteTo(Format, content);
        return content.ToArray();
    }

    MimeEntity Body() => this switch
    {
        // The boundary would be drawn at random. No encoded body can hold an equals sign before an underscore, so this
        // one never occurs in a part.
        { Text: { } text, Html: { } html } =>
            new MultipartAlternative(Part("plain", text), Part("html", html)) { Boundary = $"=_{Id}" },
        { Text: { } text } => Part("plain", text),
        { Html: { } html } => Part("html", html),
        _ => throw new UnsendableException("The message has neither text nor HTML."),
    };

    // Quoted-printable passes every relay unchanged and stays readable on the wire.
    static TextPart Part(string kind, string content) =>
        new(kind) { Text = content, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
}
