using System.Collections.Immutable;
using Engagement.Messages;
using Engagement.Unsubscribe;

namespace Engagement.Tests.Channels;

/// <summary>A template source and renderer with one short template.</summary>
sealed class FakeContents(string text = "Thank you, Ada.") : ITemplateSource, IMessageRenderer
{
    static readonly MessageTemplate s_template = new(
        "thanks", 1, new("Thank you", null, null), null, ImmutableSortedDictionary<string, TemplateParts>.Empty);

    static readonly BrandKit s_brand = BrandKit.Plain with { Name = "The Shop", SenderAddress = "shop@shop.example" };

    public static UnsubscribeLinks Links { get; } = new(new byte[32], new("https://shop.example"));

    public MessageContents Contents => new(this, this, Links);

    public ValueTask<MessageSource?> Find(
        string workspace, SendMessage message, CancellationToken cancellation) =>
        ValueTask.FromResult(message.Template == s_template.Id ? new MessageSource(s_template, null, s_brand) : null);

    public RenderedMessage Render(MessageSource source, SendMessage message, Uri? unsubscribe) =>
        new("Thank you", $"{text} {unsubscribe}", null, null);
}
