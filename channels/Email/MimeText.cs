using System.Globalization;
using System.Text;
using Engagement.Messages;

namespace Engagement.Email;

/// <summary>A letter as RFC 5322 and MIME write it: ASCII, CRLF, no line over 998 octets.</summary>
static class MimeText
{
    // Longer, and the line with the link would break the limit of a line; such a customer id is nobody's.
    const int LinkMax = 900;
    const string DateForm = "ddd, dd MMM yyyy HH':'mm':'ss '+0000'";

    /// <exception cref="UnsendableException">The letter holds something no header may, or it says nothing.</exception>
    public static byte[] Write(Letter letter)
    {
        HeaderText.Check("The subject", letter.Subject);
        var text = new StringBuilder();
        Header("Date", letter.At.ToUniversalTime().ToString(DateForm, CultureInfo.InvariantCulture));
        Header("From", Address(letter.From));
        Header("To", Address(letter.To));
        if (letter.ReplyTo is { } replyTo)
        {
            Header("Reply-To", Address(replyTo));
        }

        Header("Subject", HeaderText.Encode(letter.Subject));
        Header("Message-ID", letter.MessageId);
        if (letter.Unsubscribe is { AbsoluteUri.Length: <= LinkMax } link)
        {
            Header("List-Unsubscribe", $"<{link.AbsoluteUri}>");
            Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        // Keeps vacation notices from answering a machine (RFC 3834).
        Header("Auto-Submitted", "auto-generated");
        Header("MIME-Version", "1.0");
        Body(text, letter);
        return Encoding.ASCII.GetBytes(text.ToString());

        void Header(string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    static string Address(Mailbox mailbox) =>
        mailbox.Name is { } name ? $"{HeaderText.EncodePhrase(name)}\r\n <{mailbox.Address}>" : mailbox.Address;

    static void Body(StringBuilder text, Letter letter)
    {
        switch (letter)
        {
            case { Text: { } plain, Html: { } html }:
                // No encoded body can hold an equals sign before an underscore, so this never occurs in a part.
                var boundary = $"=_{letter.Id}";
                Line(text, $"Content-Type: multipart/alternative; boundary=\"{boundary}\"");
                Line(text, "");
                Line(text, $"--{boundary}");
                Part(text, "plain", plain);
                Line(text, $"--{boundary}");
                Part(text, "html", html);
                Line(text, $"--{boundary}--");
                break;
            case { Text: { } plain }:
                Part(text, "plain", plain);
                break;
            case { Html: { } html }:
                Part(text, "html", html);
                break;
            default:
                throw new UnsendableException("The message has neither text nor HTML.");
        }
    }

    static void Part(StringBuilder text, string kind, string content)
    {
        Line(text, $"Content-Type: text/{kind}; charset=utf-8");
        Line(text, "Content-Transfer-Encoding: quoted-printable");
        Line(text, "");
        text.Append(QuotedPrintable.Encode(content));
    }

    static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
