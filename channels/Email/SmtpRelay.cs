using System.Collections.Concurrent;
using Engagement.Receivers;

namespace Engagement.Email;

/// <summary>Hands letters to a relay, over connections that are kept for a while.</summary>
sealed class SmtpRelay(EmailOptions options, TimeProvider clock) : IMailCarrier, IAsyncDisposable
{
    const int ReceiptMax = 200;

    // Relays hang up on the idle after a minute or more; ours is the shorter patience, so a kept connection mostly
    // lives.
    static readonly TimeSpan s_idleMax = TimeSpan.FromSeconds(20);

    readonly ConcurrentStack<(SmtpSession Session, DateTimeOffset Since)> _idle = new();

    public async ValueTask<DeliveryOutcome> Carry(Outgoing outgoing, Letter letter, CancellationToken cancellation)
    {
        var content = MimeText.Write(letter);
        if (outgoing.Interrupted && !letter.Repeatable)
        {
            return new DeliveryOutcome.Never(
                "An earlier attempt never ended, and the letter may have left: not sent again.");
        }

        try
        {
            var reply = await HandOnKept(letter, content, cancellation)
                ?? await HandOnNew(letter, content, cancellation);
            return new DeliveryOutcome.Done(Receipt(reply));
        }
        catch (SmtpException failure)
        {
            return Meaning(failure, letter);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out var kept))
        {
            await kept.Session.DisposeAsync();
        }
    }

    /// <summary>Null when there is no kept connection, or it has died meanwhile and the letter has not left.</summary>
    async ValueTask<SmtpReply?> HandOnKept(Letter letter, byte[] content, CancellationToken cancellation)
    {
        while (_idle.TryPop(out var kept))
        {
            if (clock.GetUtcNow() - kept.Since > s_idleMax)
            {
                await kept.Session.DisposeAsync();
                continue;
            }

            try
            {
                return await Hand(kept.Session, letter, content, cancellation);
            }
            catch (SmtpException dead) when (dead is { Stage: SmtpStage.Sender, Reply: null or { Code: 421 } })
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return null;
    }

    async ValueTask<SmtpReply> HandOnNew(Letter letter, byte[] content, CancellationToken cancellation) =>
        await Hand(await SmtpSession.Open(options, cancellation), letter, content, cancellation);

    async ValueTask<SmtpReply> Hand(SmtpSession session, Letter letter, byte[] content, CancellationToken cancellation)
    {
        try
        {
            var reply = await session.Hand(letter.From, letter.To, content, cancellation);
            _idle.Push((session, clock.GetUtcNow()));
            return reply;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>docs/channels.md says the same in words.</summary>
    static DeliveryOutcome Meaning(SmtpException failure, Letter letter) => failure switch
    {
        // The recipient, or what is written: neither gets better by itself. A refused sender or sign-in is our own
        // configuration, which somebody will put right.
        { Reply.Permanent: true, Stage: SmtpStage.Recipient or SmtpStage.Content or SmtpStage.HandedOver } =>
            new DeliveryOutcome.Never(failure.Message),
        { Reply: null, Stage: SmtpStage.HandedOver } when !letter.Repeatable => new DeliveryOutcome.Never(
            "The mail relay fell silent after the letter was handed over, and may have taken it: not sent again."),
        _ => new DeliveryOutcome.TryAgain(failure.Message),
    };

    // The words of a positive answer name the relay's queue entry, which is what its support asks for.
    static string Receipt(SmtpReply reply)
    {
        var receipt = $"{reply.Code} {string.Join(' ', reply.Lines)}";
        return receipt.Length <= ReceiptMax ? receipt : receipt[..ReceiptMax];
    }
}
