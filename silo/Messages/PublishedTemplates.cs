using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Definitions;

namespace Engagement.Messages;

/// <summary>Templates out of the catalogues that decisions are made by.</summary>
sealed class PublishedTemplates(ICatalogues catalogues) : ITemplateSource
{
    public async ValueTask<MessageSource?> Find(
        string workspace, Effect.SendMessage message, CancellationToken cancellation)
    {
        var catalogue = (await catalogues.For(workspace, cancellation)).Catalogue;
        if (catalogue.Template(message.Template, message.TemplateVersion) is not { } template)
        {
            return null;
        }

        return message.Look is { } look ? AsDecided(catalogue, template, look) : AsInForce(catalogue, template);
    }

    static MessageSource? AsDecided(Catalogue catalogue, MessageTemplate template, MessageLook look)
    {
        var layout = look.Layout is { } version ? catalogue.Template(template.Layout!, version) : null;
        var brand = look is { Brand: { } id, BrandVersion: { } its } ? catalogue.BrandOf(id, its) : BrandKit.Plain;
        return (look.Layout is not null && layout is null) || brand is null ? null : new(template, layout, brand);
    }

    // Decided before looks were kept.
    static MessageSource AsInForce(Catalogue catalogue, MessageTemplate template) =>
        new(template, template.Layout is { } layout ? catalogue.Template(layout) : null, catalogue.Brand);
}
