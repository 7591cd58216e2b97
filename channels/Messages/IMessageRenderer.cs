namespace Engagement.Messages;

/// <summary>Fills a template in.</summary>
public interface IMessageRenderer
{
    /// <param name="unsubscribe">The link for this message, or null for one that needs no consent.</param>
    /// <exception cref="UnsendableException">The template cannot be filled in.</exception>
    RenderedMessage Render(MessageSource source, SendMessage message, Uri? unsubscribe);
}

/// <summary>What a message says, as the customer gets it.</summary>
public sealed record RenderedMessage(string? Subject, string? Text, string? Html, string? Insert);
