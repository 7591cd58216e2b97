using Engagement.FileSink;
using Engagement.Messages;
using Engagement.Receivers;
using Engagement.Retries;

namespace Engagement.Email;

/// <summary>
/// Step 5: e-mail. Renders a message and hands it to the relay, or to a file in rehearsals and in development.
/// </summary>
/// <param name="relay">Null when no relay is configured: then every letter is written to a file.</param>
sealed class EmailReceiver(
    MessageContents contents, EmailOptions options, SmtpRelay? relay, EmailFile files) : IMessageReceiver
{
    // As many connections as a relay bears from one client without asking; files have no such manners.
    const int RelayConcurrencyMax = 8;
    const int FileConcurrencyMax = 32;

    // RFC 5321 asks for half an hour between tries and for days of them. Relays that grey-list want minutes, and news
    // of a parcel is worth nothing after a day.
    static readonly RetrySchedule s_retries =
        RetrySchedule.Doubling(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6), count: 11);

    /// <summary>The sender in development, where nothing is configured and nothing leaves.</summary>
    const string SenderOfFiles = "engagement@localhost";

    public string Name => Channels.Email;

    public DeliveryOptions Habits { get; } = relay is null
        ? new(FileConcurrencyMax, s_retries)
        : new(RelayConcurrencyMax, s_retries) { PerSecond = options.PerSecond };

    public async ValueTask<DeliveryOutcome> Deliver(Outgoing outgoing, CancellationToken cancellation)
    {
        if (outgoing.Effect is not SendMessage message)
        {
            return new DeliveryOutcome.Never("It is not a message.");
        }

        try
        {
            var content = await contents.Of(outgoing.Customer, message, cancellation);
            var email = Email(outgoing, message, content);
            if (!outgoing.Rehearsal && NotYet(content.Brand) is { } reason)
            {
                return new DeliveryOutcome.Withheld(reason);
            }

            return relay is null || outgoing.Rehearsal
                ? await files.Write(outgoing, email, cancellation)
                : await relay.Send(outgoing, email, cancellation);
        }
        catch (UnsendableException refusal)
        {
            return refusal.Outcome;
        }
    }

    public MessageForm Form(Outgoing outgoing, MessageContent content)
    {
        var email = Email(outgoing, (SendMessage)outgoing.Effect, content);
        using var mime = email.ToMime();
        return new(email.From.Address, email.ToBytes(mime));
    }

    // Nobody is written to in the name of nobody. It is withheld and not kept for later: news of a parcel from before
    // the brand was set would all arrive at once when it is.
    static string? NotYet(BrandKit brand) => brand switch
    {
        { Name: "" } => "The workspace had no brand: no letter leaves before one is published.",
        { SenderAddress: BrandKit.PlaceholderSender } =>
            $"The brand's sender is still the placeholder {BrandKit.PlaceholderSender}.",
        _ => null,
    };

    EmailMessage Email(Outgoing outgoing, SendMessage message, MessageContent content)
    {
        var brand = content.Brand;
        var from = Mailbox.Read(brand.SenderAddress ?? options.From ?? SenderOfFiles, brand.SenderName ?? brand.Name);
        var subject = content.Rendered.Subject?.Trim();
        return new(
            outgoing.Id,
            outgoing.EnqueuedAt,
            from,
            Mailbox.Read(message.To),
            subject is { Length: > 0 } ? subject : throw new UnsendableException("The message has no subject."),
            content.Rendered.Text,
            content.Rendered.Html)
        {
            ReplyTo = brand.ReplyTo is { } replyTo ? Mailbox.Read(replyTo) : null,
            Unsubscribe = content.Unsubscribe,
            Repeatable = message.Purpose == Purposes.Transactional,
        };
    }
}
