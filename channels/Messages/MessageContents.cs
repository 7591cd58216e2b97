using Engagement.Unsubscribe;

namespace Engagement.Messages;

/// <summary>
/// What a message says: made from its effect alone, so that it can be shown again years later, and is the same on every
/// attempt to send it.
/// </summary>
public sealed class MessageContents(ITemplateSource templates, IMessageRenderer renderer, UnsubscribeLinks links)
{
    /// <exception cref="UnsendableException">The template is not there or cannot be filled in.</exception>
    public async ValueTask<MessageContent> Of(
        CustomerKey customer, SendMessage message, CancellationToken cancellation)
    {
        var source = await templates.Find(customer.Workspace, message, cancellation)
            ?? throw new UnsendableException(
                $"There is no template '{message.Template}' in version {message.TemplateVersion}, or not what goes " +
                "round it.",

                // Another node may have decided by a version that has not reached this one.
                mayPass: true);
        var unsubscribe = message.Purpose == Purposes.Transactional
            ? null
            : links.Link(new(customer, message.Key, message.Channel, message.Purpose));
        return new(source.Brand, renderer.Render(source, message, unsubscribe), unsubscribe);
    }
}

/// <param name="Brand">Whose message it is.</param>
/// <param name="Unsubscribe">Null for a message that needs no consent.</param>
public sealed record MessageContent(BrandKit Brand, RenderedMessage Rendered, Uri? Unsubscribe);
