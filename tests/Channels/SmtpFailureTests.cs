using Engagement.Email;
using Engagement.Receivers;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

/// <summary>What each way of failing means for the letter; docs/channels.md promises it.</summary>
public sealed class SmtpFailureTests
{
    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", true)]
    [InlineData("RCPT", "451 4.7.1 greylisted", false)]
    [InlineData("DATA", "554 no", true)]
    [InlineData("DATA", "451 later", false)]
    [InlineData(".", "552 5.3.4 too big", true)]
    [InlineData(".", "451 4.3.0 disk full", false)]
    [InlineData("MAIL", "550 5.7.1 sender refused", false)]
    [InlineData("EHLO", "550 go away", false)]
    [InlineData("", "554 no service", false)]
    [InlineData("RCPT", "gibberish", false)]
    [InlineData("RCPT", "999 what", false)]
    [InlineData("MAIL", null, false)]
    [InlineData("RCPT", null, false)]
    [InlineData("DATA", null, false)]
    public async Task Only_a_refusal_of_the_recipient_or_the_letter_is_for_good(string at, string? answer, bool forGood)
    {
        var outcome = await Carry(ScriptedSmtp.Healthy(at, answer), Letter());

        Assert.Equal(forGood ? typeof(DeliveryOutcome.Never) : typeof(DeliveryOutcome.TryAgain), outcome.GetType());
    }

    [Fact]
    public async Task A_connection_lost_after_the_last_dot_means_never_again_unless_a_second_copy_does_no_harm()
    {
        var silent = ScriptedSmtp.Healthy(".", null);

        Assert.IsType<DeliveryOutcome.Never>(await Carry(silent, Letter()));
        Assert.IsType<DeliveryOutcome.TryAgain>(await Carry(silent, Letter() with { Repeatable = true }));
    }

    [Fact]
    public async Task A_relay_that_falls_silent_after_the_last_dot_means_the_same()
    {
        using var patience = new CancellationTokenSource();
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        string? Answer(string line)
        {
            if (line != ".")
            {
                return healthy(line);
            }

            // The delivery's time is over at the worst moment there is, and the answer never ends.
            patience.Cancel();
            return "250-and";
        }

        var outcome = await Carry(Answer, Letter(), patience.Token);

        Assert.IsType<DeliveryOutcome.Never>(outcome);
    }

    [Fact]
    public async Task A_letter_whose_earlier_attempt_never_ended_is_not_sent_unless_a_second_copy_does_no_harm()
    {
        await using var server = new ScriptedSmtp(ScriptedSmtp.Healthy("nothing", null));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Never>(await relay.Carry(Outgoing(interrupted: true), Letter(), default));
        Assert.Empty(server.Heard);
        Assert.IsType<DeliveryOutcome.Done>(
            await relay.Carry(Outgoing(interrupted: true), Letter() with { Repeatable = true }, default));
    }

    [Fact]
    public async Task A_kept_connection_that_died_is_replaced_without_a_failure()
    {
        var letters = 0;
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        await using var server = new ScriptedSmtp(line =>
            line.StartsWith("MAIL", StringComparison.Ordinal) && ++letters == 2 ? null : healthy(line));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Done>(await relay.Carry(Outgoing(), Letter(), default));
        Assert.IsType<DeliveryOutcome.Done>(await relay.Carry(Outgoing(), Letter(), default));
        Assert.Equal(2, server.Heard.Count(line => line.StartsWith("EHLO", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("502 no TLS here", "502")]
    [InlineData("220 go\r\n250 injected before the handshake", "between STARTTLS and the handshake")]
    [InlineData("220 go", "no conversation")]
    public async Task A_relay_without_sound_tls_gets_neither_letter_nor_password(string answer, string error)
    {
        await using var server = new ScriptedSmtp(ScriptedSmtp.Healthy("STARTTLS", answer));
        var options = server.Options;
        (options.Security, options.UserName, options.Password) = (EmailSecurity.StartTls, "shop", "secret");
        await using var relay = new SmtpRelay(options, TimeProvider.System);

        var outcome = await relay.Carry(Outgoing(), Letter(), default);

        Assert.Contains(error, Assert.IsType<DeliveryOutcome.TryAgain>(outcome).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("AUTH", StringComparison.Ordinal)
            || line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    static async Task<DeliveryOutcome> Carry(
        Func<string, string?> answer, Letter letter, CancellationToken cancellation = default)
    {
        await using var server = new ScriptedSmtp(answer);
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);
        return await relay.Carry(Outgoing(), letter, cancellation);
    }
}
