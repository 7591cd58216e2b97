using Engagement.Email;
using Engagement.Receivers;
using Engagement.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

/// <summary>What each way of failing means for the letter; docs/channels.md promises it.</summary>
public sealed class SmtpFailureTests
{
    const string Pipelining = "250-scripted\r\n250-PIPELINING\r\n250 SIZE 1000000";

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", true)]
    [InlineData("RCPT", "451 4.7.1 greylisted", false)]
    [InlineData("DATA", "554 no", true)]
    [InlineData("DATA", "451 later", false)]
    [InlineData(".", "552 5.3.4 too big", true)]
    [InlineData(".", "451 4.3.0 disk full", false)]
    [InlineData(".", "421 4.3.2 going down", false)]
    [InlineData("MAIL", "550 5.7.1 sender refused", false)]
    [InlineData("MAIL", "552 5.3.4 too big", true)]
    [InlineData("MAIL", "530 5.7.0 sign in first", false)]
    [InlineData("RCPT", "530 5.7.0 sign in first", false)]
    [InlineData("", "554 no service", false)]
    [InlineData("RCPT", "gibberish", false)]
    [InlineData("RCPT", "999 what", false)]
    [InlineData("", null, false)]
    [InlineData("EHLO", null, false)]
    [InlineData("MAIL", null, false)]
    [InlineData("RCPT", null, false)]
    [InlineData("DATA", null, false)]
    public async Task Only_a_refusal_of_the_recipient_or_the_letter_is_for_good(string at, string? answer, bool forGood)
    {
        var meant = forGood ? typeof(DeliveryOutcome.Never) : typeof(DeliveryOutcome.TryAgain);
        var healthy = ScriptedSmtp.Healthy(at, answer);

        Assert.Equal(meant, (await Send(healthy, Mail())).GetType());
        Assert.Equal(meant, (await Send(
            line => line.StartsWith("EHLO", StringComparison.Ordinal) && at != "EHLO" ? Pipelining : healthy(line),
            Mail())).GetType());
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 ada@sink.example is unknown", "The mail relay answered 550 5.1.1 to the recipient.")]
    [InlineData("RCPT", "450 ada@sink.example: greylisted", "The mail relay answered 450 to the recipient.")]
    [InlineData("DATA", "451 4.3.0 ada@sink.example", "The mail relay answered 451 4.3.0 to DATA.")]
    [InlineData("", "554 no service", "The mail relay answered 554 to the greeting.")]
    [InlineData("RCPT", "gibberish about ada@sink.example", "The conversation with the mail relay broke off.")]
    public async Task What_is_told_of_a_failure_does_not_name_the_customer(string at, string answer, string told)
    {
        var outcome = await Send(ScriptedSmtp.Healthy(at, answer), Mail());

        Assert.Equal(told, outcome is DeliveryOutcome.Never { Error: var never }
            ? never : Assert.IsType<DeliveryOutcome.TryAgain>(outcome).Error);
    }

    [Fact]
    public async Task A_connection_lost_after_the_last_dot_means_never_again_unless_a_second_copy_does_no_harm()
    {
        var silent = ScriptedSmtp.Healthy(".", null);
        var longer = Mail(text: string.Concat(Enumerable.Repeat(".a line of a long letter\n", 2_000)));

        Assert.IsType<DeliveryOutcome.Never>(await Send(silent, Mail()));
        Assert.IsType<DeliveryOutcome.Never>(await Send(silent, longer));
        Assert.IsType<DeliveryOutcome.TryAgain>(await Send(silent, Mail() with { Repeatable = true }));
    }

    [Fact]
    public async Task A_relay_that_falls_silent_after_the_last_dot_means_the_same()
    {
        Assert.IsType<DeliveryOutcome.Never>(await SilentAt(".", Mail()));
        Assert.IsType<DeliveryOutcome.TryAgain>(await SilentAt(".", Mail() with { Repeatable = true }));
    }

    [Theory]
    [InlineData(".", true)]
    [InlineData("", false)]
    [InlineData("EHLO", false)]
    public async Task An_answer_that_never_ends_is_given_up_before_it_fills_the_memory(string at, bool forGood)
    {
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        await using var server = new ScriptedSmtp(line =>
            line == at || (at.Length > 1 && line.StartsWith(at, StringComparison.Ordinal))
                ? ScriptedSmtp.Endless
                : healthy(line));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        // Nobody's patience ends it.
        var sent = relay.Send(Outgoing(), Mail(), CancellationToken.None).AsTask();

        await Probe.Within(sent, "an outcome");
        Assert.Equal(forGood, await sent is DeliveryOutcome.Never);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EHLO")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task A_relay_that_falls_silent_before_is_left_when_the_time_is_over(string at) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SilentAt(at, Mail()));

    [Fact]
    public async Task A_letter_whose_earlier_attempt_never_ended_is_not_sent_unless_a_second_copy_does_no_harm()
    {
        await using var server = new ScriptedSmtp(ScriptedSmtp.Healthy("nothing", null));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Never>(await relay.Send(Outgoing(interrupted: true), Mail(), default));
        Assert.Empty(server.Heard);
        Assert.IsType<DeliveryOutcome.Done>(
            await relay.Send(Outgoing(interrupted: true), Mail() with { Repeatable = true }, default));
    }

    [Theory]
    [InlineData("MAIL", null)]
    [InlineData("RCPT", null)]
    [InlineData("DATA", null)]
    [InlineData("MAIL", "421 4.4.2 idle for too long")]
    public async Task A_kept_connection_that_died_is_replaced_without_a_failure(string at, string? answer)
    {
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        var times = 0;
        await using var server = new ScriptedSmtp(line =>
            line.StartsWith(at, StringComparison.Ordinal) && ++times == 2 ? answer : healthy(line));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(), default));
        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(), default));

        Assert.Equal((2, 2), (server.Connections, server.Heard.Count(line => line == ".")));
    }

    [Fact]
    public async Task A_dead_connection_is_replaced_once_and_no_more()
    {
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        var times = 0;
        await using var server = new ScriptedSmtp(line =>
            line.StartsWith("MAIL", StringComparison.Ordinal) && ++times > 1 ? null : healthy(line));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(), default));
        Assert.IsType<DeliveryOutcome.TryAgain>(await relay.Send(Outgoing(), Mail(), default));

        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_kept_connection_that_dies_after_the_last_dot_is_not_replaced()
    {
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        var times = 0;
        await using var server = new ScriptedSmtp(line => line == "." && ++times == 2 ? null : healthy(line));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(), default));
        Assert.IsType<DeliveryOutcome.Never>(await relay.Send(Outgoing(), Mail(), default));

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_refused_letter_leaves_its_connection_to_the_next()
    {
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        var times = 0;
        await using var server = new ScriptedSmtp(line =>
            line.StartsWith("RCPT", StringComparison.Ordinal) && ++times == 1 ? "451 4.7.1 greylisted" : healthy(line));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.TryAgain>(await relay.Send(Outgoing(), Mail(), default));
        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(), default));

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_connection_is_given_back_when_nothing_was_sent_for_a_while()
    {
        var clock = new FakeTimeProvider();
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        var goodbye = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ScriptedSmtp(line =>
        {
            if (line == "QUIT")
            {
                goodbye.SetResult();
                return null;
            }

            return healthy(line);
        });
        await using var relay = new SmtpRelay(server.Options, clock);
        await relay.Send(Outgoing(), Mail(), default);
        clock.Advance(TimeSpan.FromSeconds(19));
        await relay.Send(Outgoing(), Mail(), default);
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(goodbye.Task.IsCompleted);
        Assert.Equal(1, server.Connections);

        clock.Advance(TimeSpan.FromSeconds(1));

        await Probe.Within(goodbye.Task, "a goodbye to the mail relay");
    }

    [Theory]
    [InlineData("250-scripted\r\n250 AUTH PLAIN LOGIN", "STARTTLS")]
    [InlineData("250-scripted\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS", "454")]
    public async Task A_relay_without_tls_gets_neither_letter_nor_password(string offers, string error)
    {
        var healthy = ScriptedSmtp.Healthy("STARTTLS", "454 4.7.0 no TLS just now");
        await using var server = new ScriptedSmtp(
            line => line.StartsWith("EHLO", StringComparison.Ordinal) ? offers : healthy(line));
        var options = server.Options;
        (options.Security, options.UserName, options.Password) = (EmailSecurity.StartTls, "shop", "secret");
        await using var relay = new SmtpRelay(options, TimeProvider.System);

        var outcome = await relay.Send(Outgoing(), Mail(), default);

        Assert.Contains(error, Assert.IsType<DeliveryOutcome.TryAgain>(outcome).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("AUTH", StringComparison.Ordinal)
            || line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    /// <summary>The delivery's time is over at the worst moment there is, and the answer never ends.</summary>
    static async Task<DeliveryOutcome> SilentAt(string at, EmailMessage message)
    {
        using var patience = new CancellationTokenSource();
        var healthy = ScriptedSmtp.Healthy("nothing", null);
        return await Send(
            line =>
            {
                if (at.Length == 0 ? line.Length > 0 : !line.StartsWith(at, StringComparison.Ordinal))
                {
                    return healthy(line);
                }

                patience.Cancel();
                return "250-and";
            },
            message,
            patience.Token);
    }

    static async Task<DeliveryOutcome> Send(
        Func<string, string?> answer, EmailMessage message, CancellationToken cancellation = default)
    {
        await using var server = new ScriptedSmtp(answer);
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);
        return await relay.Send(Outgoing(), message, cancellation);
    }
}
