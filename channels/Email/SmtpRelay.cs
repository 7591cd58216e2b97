using System.Net.Sockets;
using Engagement.Receivers;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Engagement.Email;

/// <summary>
/// Hands messages to a relay and judges what becomes of them. MailKit's protocol log stays off: it would hold what
/// customers are written.
/// </summary>
sealed class SmtpRelay(EmailOptions options, TimeProvider clock) : IAsyncDisposable
{
    const int ReceiptMax = 200;

    readonly SmtpConnections _connections = new(options, clock);

    public async ValueTask<DeliveryOutcome> Send(
        Outgoing outgoing, EmailMessage message, CancellationToken cancellation)
    {
        using var mime = message.ToMime();
        if (outgoing.Interrupted && !message.Repeatable)
        {
            return new DeliveryOutcome.Never(
                "An earlier attempt never ended, and the letter may have left: not sent again.");
        }

        var progress = new SendProgress();
        try
        {
            var receipt = Receipt(await Send(message, mime, progress, cancellation));
            return new DeliveryOutcome.Done(receipt, MessageForm.HashOf(message.ToBytes(mime)));
        }
        catch (SmtpCommandException refusal)
        {
            return Meaning(refusal, progress);
        }
        catch (Exception failure) when (IsBroken(failure)
            || (failure is OperationCanceledException && progress.Stage == SendStage.HandedOver))
        {
            return Meaning(failure, progress, message);
        }
    }

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    async ValueTask<string> Send(
        EmailMessage message, MimeMessage mime, SendProgress progress, CancellationToken cancellation)
    {
        if (_connections.TakeKept(message.NeedsSmtpUtf8) is { } kept)
        {
            try
            {
                return await Send(kept, message, mime, progress, cancellation);
            }
            catch (Exception failure) when (progress.Stage == SendStage.Envelope && HasHungUp(failure))
            {
                // It died while it was kept, and nothing of the message has left: a new one takes it. A second failure
                // is a failure.
                progress.Stage = SendStage.Connection;
            }
        }

        var client = await _connections.Open(message, cancellation);
        return await Send(client, message, mime, progress, cancellation);
    }

    async ValueTask<string> Send(
        SmtpClient client,
        EmailMessage message,
        MimeMessage mime,
        SendProgress progress,
        CancellationToken cancellation)
    {
        try
        {
            progress.Stage = SendStage.Envelope;

            // A relay whose answer never ends keeps MailKit reading, which then does not see that its time is up.
            return await client.SendAsync(message.Format, mime, cancellation, progress).WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            client.Dispose();
            throw;
        }
        catch (SmtpCommandException goodbye) when (goodbye.StatusCode == SmtpStatusCode.ServiceNotAvailable)
        {
            // By 421 a relay says that it hangs up, some sooner and some later.
            client.Dispose();
            throw;
        }
        finally
        {
            _connections.Return(client, message.NeedsSmtpUtf8);
        }
    }

    static bool HasHungUp(Exception failure) =>
        failure is IOException or SmtpProtocolException
            or SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable };

    /// <summary>Whether it says that there is no conversation, or none any more.</summary>
    static bool IsBroken(Exception failure) => failure
        is IOException or SocketException or TimeoutException or ProtocolException
        or SslHandshakeException or AuthenticationException or SaslException
        or ServiceNotAuthenticatedException or NotSupportedException;

    /// <summary>docs/channels.md says the same in words.</summary>
    static DeliveryOutcome Meaning(SmtpCommandException refusal, SendProgress progress)
    {
        // The recipient, or what is written: neither gets better by itself. A refused greeting or sender is our own
        // configuration, which somebody will put right, unless it is the size that came with the sender.
        var forGood = (int)refusal.StatusCode is >= 500 and < 600
            && progress.Stage != SendStage.Connection
            && (refusal.ErrorCode != SmtpErrorCode.SenderNotAccepted
                || refusal.StatusCode == SmtpStatusCode.ExceededStorageAllocation);
        var to = (refusal.ErrorCode, progress.Stage) switch
        {
            (SmtpErrorCode.SenderNotAccepted, _) => "the sender",
            (SmtpErrorCode.RecipientNotAccepted, _) => "the recipient",
            (SmtpErrorCode.MessageNotAccepted, _) => "the letter",
            (_, SendStage.Connection) => "the greeting",
            _ => "DATA",
        };
        var said = $"The mail relay answered {Short(refusal)} to {to}.";
        var ofAddress = IsOfAddress(refusal, forGood);
        return forGood
            ? new DeliveryOutcome.Never(said, ofAddress)
            : new DeliveryOutcome.TryAgain(said, OfAddress: ofAddress);
    }

    /// <summary>
    /// Whether it is the recipient's address that is refused. Many relays answer to the recipient what they think of
    /// the sender (x.1.7, x.1.8) or of us (x.7.x).
    /// </summary>
    static bool IsOfAddress(SmtpCommandException refusal, bool forGood)
    {
        if (refusal.ErrorCode != SmtpErrorCode.RecipientNotAccepted)
        {
            return false;
        }

        var detail = Detail(refusal) is { Length: > 2 } enhanced ? enhanced[2..] : null;
        return forGood
            ? detail is null
                ? (int)refusal.StatusCode is 550 or 551 or 553
                : detail.StartsWith("1.", StringComparison.Ordinal) && detail is not ("1.7" or "1.8")
            : detail is null || !detail.StartsWith("7.", StringComparison.Ordinal) && detail is not ("1.7" or "1.8");
    }

    static DeliveryOutcome Meaning(Exception failure, SendProgress progress, EmailMessage message) => failure switch
    {
        _ when progress.Stage == SendStage.HandedOver && !message.Repeatable => new DeliveryOutcome.Never(
            "The mail relay fell silent after the letter was handed over, and may have taken it: not sent again."),
        ServiceNotAuthenticatedException => new DeliveryOutcome.TryAgain("The mail relay asks for a sign-in."),
        AuthenticationException { InnerException: SmtpCommandException refusal } => new DeliveryOutcome.TryAgain(
            $"The mail relay answered {Short(refusal)} to the sign-in."),
        SslHandshakeException => new DeliveryOutcome.TryAgain(
            $"There is no safe connection to the mail relay: {failure.InnerException?.Message}"),

        // What breaks later may quote the relay's last answer, and that may name the customer.
        _ when progress.Stage == SendStage.Connection => new DeliveryOutcome.TryAgain(
            $"There is no conversation with the mail relay: {failure.Message}"),
        _ => new DeliveryOutcome.TryAgain("The conversation with the mail relay broke off."),
    };

    /// <summary>
    /// The code and, where the relay gives one, the enhanced code; the words after it may name the customer.
    /// </summary>
    static string Short(SmtpCommandException refusal) =>
        Detail(refusal) is { } detail ? $"{(int)refusal.StatusCode} {detail}" : $"{(int)refusal.StatusCode}";

    /// <summary>The enhanced code (RFC 3463), such as 5.1.1; null where the relay gives none.</summary>
    static string? Detail(SmtpCommandException refusal)
    {
        var first = refusal.Message.Split(' ', 2)[0];
        return first is [>= '0' and <= '9', '.', ..] && !first.AsSpan().ContainsAnyExceptInRange('.', '9')
            ? first
            : null;
    }

    // The words of a positive answer name the relay's queue entry, which is what its support asks for.
    static string Receipt(string answer)
    {
        var receipt = $"250 {answer.ReplaceLineEndings(" ")}";
        return receipt.Length <= ReceiptMax ? receipt : receipt[..ReceiptMax];
    }

    /// <summary>How far a message has come: decides what a failure means for it.</summary>
    enum SendStage
    {
        Connection = 0,
        Envelope = 1,
        Content = 2,

        /// <summary>All of it was written, and the end of it perhaps: the relay may have taken it.</summary>
        HandedOver = 3,
    }

    /// <summary>Told by MailKit of each piece of the message that was written.</summary>
    sealed class SendProgress : ITransferProgress
    {
        public SendStage Stage { get; set; }

        public void Report(long bytesTransferred, long totalSize) =>
            Stage = bytesTransferred >= totalSize ? SendStage.HandedOver : SendStage.Content;

        public void Report(long bytesTransferred) => Stage = SendStage.Content;
    }
}
