using Engagement.Email;
using Engagement.Messages;
using Engagement.Receivers;
using Engagement.Tests.Support;
using static Engagement.Tests.Channels.Letters;

namespace Engagement.Tests.Channels;

public sealed class SmtpRelayTests
{
    static readonly string[] s_plainHeaders =
        ["date", "from", "to", "subject", "message-id", "auto-submitted", "mime-version", "content-type"];

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
        var letter = Letter(
            subject: "Grüße 🎁 — مرحبا, and a subject that is long enough to be folded into several encoded words",
            text: "Hello.\n.a line that begins with a dot\n..two\nFrom here\n" + new string('x', 500)
                + "\nעברית 👩‍👩‍👧‍👦 = end ",
            html: "<p dir=\"rtl\">مرحبا &amp; 🎁</p>",
            senderName: "Café \"Ñandú\" 🎁") with
        {
            ReplyTo = Mailbox.Read("help@shop.example"),
            Unsubscribe = new("https://shop.example/u/token"),
        };

        Assert.IsType<DeliveryOutcome.Done>(await relay.Carry(Outgoing(), letter, default));

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
    public async Task One_connection_carries_many_letters()
    {
        await using var sink = await SmtpSink.Start("shop:secret");
        await using var relay = Relay(sink.Port, options => (options.UserName, options.Password) = ("shop", "secret"));

        for (var n = 0; n < 20; n++)
        {
            Assert.IsType<DeliveryOutcome.Done>(await relay.Carry(Outgoing(), Letter(subject: $"Letter {n}"), default));
            var mail = await sink.Next();
            Assert.Equal(($"Letter {n}", "shop"), (mail.Subject, mail.User));
        }
    }

    [NodeFact]
    public async Task What_the_relay_refuses_for_good_is_given_up_and_the_rest_is_tried_again()
    {
        await using var sink = await SmtpSink.Start("shop:secret");
        await using var relay = Relay(sink.Port, options => (options.UserName, options.Password) = ("shop", "secret"));
        await using var stranger =
            Relay(sink.Port, options => (options.UserName, options.Password) = ("shop", "wrong"));

        Assert.IsType<DeliveryOutcome.Never>(await relay.Carry(Outgoing(), Letter(to: "never@sink.example"), default));
        Assert.IsType<DeliveryOutcome.TryAgain>(
            await relay.Carry(Outgoing(), Letter(to: "later@sink.example"), default));
        Assert.IsType<DeliveryOutcome.TryAgain>(await stranger.Carry(Outgoing(), Letter(), default));
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
                var letter = Letter(subject, body, $"<p>{body}</p>", senderName: name);
                Assert.IsType<DeliveryOutcome.Done>(await relay.Carry(Outgoing(), letter, default));
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
    public void A_hundred_thousand_hostile_texts_never_make_another_header_or_recipient()
    {
        var random = new Random(7);
        for (var n = 0; n < 100_000; n++)
        {
            var (name, subject, local) = (Hostile(random), Hostile(random), Hostile(random));
            try
            {
                var (from, to) = (Mailbox.Read("s@shop.example", name), Mailbox.Read($"{local}@sink.example"));
                var letter = new Letter("id", At, from, to, subject, "x", null);
                var lines = System.Text.Encoding.ASCII.GetString(MimeText.Write(letter)).Split("\r\n");
                var headers = lines.TakeWhile(line => line.Length > 0).Where(line => line[0] != ' ').ToArray();
                Assert.Equal(9, headers.Length);
                Assert.DoesNotContain(lines, line => line.Length > 998 || line.Contains('\r') || line.Contains('\n'));
            }
            catch (UnsendableException)
            {
                // Refusing is as good.
            }
        }
    }

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
