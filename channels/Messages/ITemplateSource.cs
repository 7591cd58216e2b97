namespace Engagement.Messages;

/// <summary>
/// Published templates by exact version: what was decided on is what is sent, whatever was published since.
/// </summary>
public interface ITemplateSource
{
    /// <returns>Null when the workspace has no such version, of the template or of what goes round it.</returns>
    ValueTask<MessageSource?> Find(string workspace, SendMessage message, CancellationToken cancellation);
}

/// <param name="Layout">The template that wraps this one, or null.</param>
public sealed record MessageSource(MessageTemplate Template, MessageTemplate? Layout, BrandKit Brand);
