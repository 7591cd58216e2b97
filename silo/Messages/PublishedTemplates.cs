using Engagement.Catalogues;

namespace Engagement.Messages;

/// <summary>Templates out of the catalogues that decisions are made by.</summary>
sealed class PublishedTemplates(ICatalogues catalogues) : ITemplateSource
{
    public async ValueTask<MessageSource?> Find(
        string workspace, SendMessage message, CancellationToken cancellation)
    {
        var published = (await catalogues.For(workspace, cancellation)).Catalogue.Messages;
        if (published.Templates.Find(message.Template, message.TemplateVersion) is not { } template)
        {
            return null;
        }

        return message.Look is { } look ? AsDecided(published, template, look) : AsInForce(published, template);
    }

    static MessageSource? AsDecided(PublishedMessages published, MessageTemplate template, MessageLook look)
    {
        var layout = look.Layout is { } version ? published.Templates.Find(template.Layout!, version) : null;
        var brand = look is { Brand: { } id, BrandVersion: { } its }
            ? published.Brands.Find(id, its)?.Kit
            : BrandKit.Plain;
        return (look.Layout is not null && layout is null) || brand is null ? null : new(template, layout, brand);
    }

    // Decided before looks were kept.
    static MessageSource AsInForce(PublishedMessages published, MessageTemplate template) => new(
        template,
        template.Layout is { } layout ? published.Templates.Find(layout) : null,
        published.DefaultBrand?.Kit ?? BrandKit.Plain);
}
