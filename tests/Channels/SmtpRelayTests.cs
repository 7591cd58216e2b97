using Engagement.Email;
using Engagement.Messages;
using Engagement.Receivers;
using Engagement.Tests.Support;
using MimeKit;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

public sealed class SmtpRelayTests
{
    static readonly string[] s_plainHeaders =
        ["from", "date", "subject", "message-id", "to", "auto-submitted", "mime-version", "content-type"];

    static readonly string[] s_pieces =
    [
        "Ada", " ", "\r\n", "\n", "\r", "\0", "\u2028", ".", "\r\n.\r\n",
        "Bcc: eve@evil.example", "RCPT TO:<eve@evil.example>",
        "=?utf-8?B?DQpCY2M6IGV2ZQ==?=", "\"", "\\", "<", ">", ",", ";", ":", "(", ")", "@", "🎁", "مرحبا",
        "\u202E", "é",
        "=", "--=_id--", "%0d%0a", "x-x", "o'hara", "a+b",
    ];

    [NodeFact]
    public async Task A_letter_arrives_as_it_was_written()
    {
        await using var sink = await SmtpSink.Start();
        await using var relay = Relay(sink.Port);
        var letter = Mail(
            subject: "Grüße 🎁 — مرحبا, and a subject that is long enough to be folded into several encoded words",
            text: "Hello.\n.a line that begins with a dot\n..two\nFrom here\n" + new string('x', 500)
                + "\nעברית 👩‍👩‍👧‍👦 = end ",
            html: "<p dir=\"rtl\">مرحبا &amp; 🎁</p>",
            senderName: "Café \"Ñandú\" 🎁") with
        {
            ReplyTo = Mailbox.Read("help@shop.example"),
            Unsubscribe = new("https://shop.example/u/token"),
        };

        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), letter, default));

        var mail = await sink.Next();
        Assert.Equal("shop@shop.example", mail.From);
        Assert.Equal(["ada@sink.example"], mail.To);
        Assert.Equal(letter.Subject, mail.Subject);
        Assert.Equal("Café \"Ñandú\" 🎁", mail.FromName);
        Assert.Equal(letter.Text, mail.Text.TrimEnd('\n'));
        Assert.Equal(letter.Html, mail.Html.TrimEnd('\n'));
        Assert.Equal($"<{letter.Id}@shop.example>", mail.MessageId);
        Assert.Equal("List-Unsubscribe: <https://shop.example/u/token>", mail.Values["list-unsubscribe"]);
        Assert.Equal("List-Unsubscribe-Post: List-Unsubscribe=One-Click", mail.Values["list-unsubscribe-post"]);
        Assert.True(mail.Ascii);
        Assert.InRange(mail.LineMax, 1, 100);
    }

    [NodeFact]
    public async Task A_line_with_nothing_but_a_dot_does_not_end_a_letter()
    {
        const string Text = "before\n.\nMAIL FROM:<eve@evil.example>\nRCPT TO:<eve@evil.example>\nDATA\n..\nafter";
        await using var sink = await SmtpSink.Start();
        await using var relay = Relay(sink.Port);

        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(text: Text, html: null), default));
        Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(subject: "The next"), default));

        Assert.Equal(Text, (await sink.Next()).Text.TrimEnd('\n'));
        Assert.Equal("The next", (await sink.Next()).Subject);
    }

    [NodeFact]
    public async Task An_address_of_another_script_goes_to_a_relay_that_takes_such()
    {
        await using var sink = await SmtpSink.Start();
        await using var relay = Relay(sink.Port);
        foreach (var (to, smtpUtf8) in ((string, bool)[])[
            ("用户@bücher.example", true), ("ada@bücher.example", false), ("用户@bücher.example", true)])
        {
            Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail("Grüße", to: to), default));

            var mail = await sink.Next();
            Assert.Equal([to], mail.To);
            Assert.Equal(("Grüße", smtpUtf8, !smtpUtf8), (mail.Subject, mail.SmtpUtf8, mail.Ascii));
        }
    }

    [Fact]
    public async Task Without_such_an_address_a_letter_is_ascii_even_where_the_relay_takes_more()
    {
        var healthy = ScriptedSmtp.Healthy("EHLO", "250-scripted\r\n250-8BITMIME\r\n250 SMTPUTF8");
        await using var server = new ScriptedSmtp(healthy);
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Done>(
            await relay.Send(Outgoing(), Mail(to: "ada@bücher.example"), default));

        Assert.Contains("MAIL FROM:<shop@shop.example>", server.Heard);
        Assert.Contains("RCPT TO:<ada@xn--bcher-kva.example>", server.Heard);
    }

    [Fact]
    public async Task An_address_of_another_script_is_given_up_where_the_relay_does_not_take_it()
    {
        await using var server = new ScriptedSmtp(ScriptedSmtp.Healthy("nothing", null));
        await using var relay = new SmtpRelay(server.Options, TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<UnsendableException>(
            async () => await relay.Send(Outgoing(), Mail(to: "用户@sink.example"), default));

        Assert.IsType<DeliveryOutcome.Never>(refusal.Outcome);
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [NodeFact]
    public async Task One_connection_carries_many_letters()
    {
        await using var sink = await SmtpSink.Start("shop:secret");
        await using var relay = Relay(sink.Port, options => (options.UserName, options.Password) = ("shop", "secret"));

        var connections = new HashSet<string>();
        for (var n = 0; n < 20; n++)
        {
            Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), Mail(subject: $"Letter {n}"), default));
            var mail = await sink.Next();
            Assert.Equal(($"Letter {n}", "shop"), (mail.Subject, mail.User));
            connections.Add(mail.Connection);
        }

        Assert.Single(connections);
    }

    [NodeFact]
    public async Task There_are_as_many_connections_as_letters_are_under_way()
    {
        const int AtOnce = 4;
        await using var sink = await SmtpSink.Start();
        await using var relay = Relay(sink.Port);
        var connections = new HashSet<string>();
        for (var round = 0; round < 5; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(
                async _ => await relay.Send(Outgoing(), Mail(), default)));
            Assert.All(outcomes, outcome => Assert.IsType<DeliveryOutcome.Done>(outcome));
            for (var n = 0; n < AtOnce; n++)
            {
                connections.Add((await sink.Next()).Connection);
            }
        }

        Assert.InRange(connections.Count, 1, AtOnce);
    }

    [NodeFact]
    public async Task What_the_relay_refuses_for_good_is_given_up_and_the_rest_is_tried_again()
    {
        await using var sink = await SmtpSink.Start("shop:secret");
        await using var relay = Relay(sink.Port, options => (options.UserName, options.Password) = ("shop", "secret"));
        await using var stranger =
            Relay(sink.Port, options => (options.UserName, options.Password) = ("shop", "wrong"));

        Assert.IsType<DeliveryOutcome.Never>(await relay.Send(Outgoing(), Mail(to: "never@sink.example"), default));
        Assert.IsType<DeliveryOutcome.TryAgain>(
            await relay.Send(Outgoing(), Mail(to: "later@sink.example"), default));
        Assert.IsType<DeliveryOutcome.TryAgain>(await stranger.Send(Outgoing(), Mail(), default));
    }

    [NodeFact]
    public async Task Whatever_text_is_put_in_a_letter_has_its_headers_and_its_one_recipient()
    {
        const int Letters = 300;
        await using var sink = await SmtpSink.Start();
        await using var relay = Relay(sink.Port);
        var random = new Random(20260301);
        var refused = 0;
        for (var n = 0; n < Letters; n++)
        {
            var (name, subject, body) = (Hostile(random), Hostile(random), Hostile(random));
            try
            {
                var letter = Mail(subject, body, $"<p>{body}</p>", senderName: name);
                Assert.IsType<DeliveryOutcome.Done>(await relay.Send(Outgoing(), letter, default));
            }
            catch (UnsendableException)
            {
                refused++;
                continue;
            }

            var mail = await sink.Next();
            Assert.Equal(s_plainHeaders, mail.Headers);
            Assert.Equal(["ada@sink.example"], mail.To);
            Assert.Equal(1, mail.ToCount);
            Assert.True(mail.Ascii);
        }

        // Both kinds were tried, or this test says nothing.
        Assert.InRange(refused, 20, Letters - 20);
    }

    [Fact]
    public async Task Many_hostile_texts_never_make_another_header_or_recipient_and_are_read_as_they_were_written()
    {
        var (random, read) = (new Random(7), 0);
        for (var n = 0; n < 20_000; n++)
        {
            var (name, subject, local) = (Hostile(random), Hostile(random), Hostile(random));
            try
            {
                var (from, to) = (Mailbox.Read("s@shop.example", name), Mailbox.Read($"{local}@sink.example"));
                var message = new EmailMessage("id", At, from, to, subject, "x", null);
                using var mime = message.ToMime();
                using var written = new MemoryStream();
                await mime.WriteToAsync(message.Format, written);
                var lines = System.Text.Encoding.UTF8.GetString(written.ToArray()).Split("\r\n");
                var headers = lines.TakeWhile(line => line.Length > 0).Where(line => line[0] is not (' ' or '\t'));
                Assert.Equal(9, headers.Count());
                Assert.DoesNotContain(lines, line => line.Length > 998 || line.Contains('\r') || line.Contains('\n'));
                written.Position = 0;
                using var parsed = await MimeMessage.LoadAsync(written);
                Assert.Equal(to.Address, Assert.Single(parsed.To.Mailboxes).GetAddress(idnEncode: true));
                Assert.Equal(from.Name ?? "", Seen(Assert.Single(parsed.From.Mailboxes).Name));
                Assert.Equal(subject.Trim(), Seen(parsed.Subject).Trim());
                read++;
            }
            catch (UnsendableException)
            {
                // Refusing is as good.
            }
        }

        Assert.InRange(read, 100, 19_000);
    }

    /// <summary>As a reader sees it: what parts an encoded word is invisible.</summary>
    static string Seen(string? text) => (text ?? "").Replace("\u2060", "", StringComparison.Ordinal);

    static SmtpRelay Relay(int port, Action<EmailOptions>? change = null)
    {
        var options = new EmailOptions
        {
            Host = "127.0.0.1", Port = port, Security = EmailSecurity.None, From = "shop@shop.example",
        };
        change?.Invoke(options);
        return new(options, TimeProvider.System);
    }

    /// <summary>Words and pieces of protocols, run together.</summary>
    static string Hostile(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
}
