namespace Engagement.Messages;

/// <summary>What we concluded of messages, and of the addresses that they go to.</summary>
public abstract record MessageFact : Fact
{
    /// <summary>This address gets nothing more over this channel: it bounced for good, or they asked.</summary>
    public sealed record AddressSuppressed(string Channel, string Address, string Reason) : MessageFact;

    /// <summary>Somebody who knows better lets the address have letters again.</summary>
    public sealed record SuppressionLifted(string Channel, string Address, string Agent) : MessageFact;

    /// <summary>A letter came back, for a reason that may pass.</summary>
    public sealed record LetterBouncedSoftly(string Key, string Address, DateTimeOffset At) : MessageFact;

    /// <summary>A letter leaves for another address than it was decided for, as the customer's has changed.</summary>
    public sealed record LetterRedirected(string Key, string To) : MessageFact;

    /// <summary>A letter to this address was read: what bounced before it is no longer held against it.</summary>
    public sealed record AddressReached(string Address) : MessageFact;

    /// <param name="To">Where it is to go; for a letter only.</param>
    public sealed record MessageQueued(
        string Key,
        string Entry,
        string Step,
        string Channel,
        string Template,
        int TemplateVersion,
        string Purpose,
        string? To = null) : MessageFact;

    /// <summary>A message that was decided on and not sent, and what held it back.</summary>
    public sealed record MessageWithheld(
        string Key, string Entry, string Step, string Channel, string Template, string Reason) : MessageFact;

    /// <summary>Somebody sent again what had been given up.</summary>
    public sealed record EffectRetried(string Key, string Agent) : MessageFact;

    /// <summary>Somebody let go what had been given up: it is not sent any more.</summary>
    public sealed record EffectDismissed(string Key, string Agent) : MessageFact;
}
