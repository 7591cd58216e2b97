namespace Engagement.Email;

/// <param name="Code">Three digits; the first says how it went.</param>
/// <param name="Lines">Text after the code, line by line.</param>
sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool Positive => Code is >= 200 and < 400;

    public bool Permanent => Code >= 500;

    /// <summary>
    /// The code and, where the relay gives one, the enhanced code; the words after it may name the customer.
    /// </summary>
    public string Short => Lines is [{ Length: > 5 } first, ..] && char.IsAsciiDigit(first[0]) && first[1] == '.'
        ? $"{Code} {first.Split(' ', 2)[0]}"
        : $"{Code}";
}

/// <summary>How far a conversation with the relay had come: decides what a failure means for the letter.</summary>
enum SmtpStage
{
    Connect = 0,
    SignIn = 1,
    Sender = 2,
    Recipient = 3,
    Content = 4,

    /// <summary>The end of the letter was written, or half written: the relay may have taken it.</summary>
    HandedOver = 5,
}

/// <summary>The relay refused, or the connection failed.</summary>
/// <param name="stage">Where it happened.</param>
/// <param name="reply">What the relay said; null when it said nothing.</param>
sealed class SmtpException(SmtpStage stage, SmtpReply? reply, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public SmtpStage Stage => stage;

    public SmtpReply? Reply => reply;
}
