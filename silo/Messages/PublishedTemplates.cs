using Engagement.Catalogues;

namespace Engagement.Messages;

/// <summary>Templates out of the catalogues that decisions are made by.</summary>
sealed class PublishedTemplates(ICatalogues catalogues) : ITemplateSource
{
    public async ValueTask<MessageSource?> Find(
        string workspace, string template, int version, CancellationToken cancellation)
    {
        var catalogue = (await catalogues.For(workspace, cancellation)).Catalogue;
        return catalogue.Template(template, version) is { } found
            ? new(found, found.Layout is { } layout ? catalogue.Template(layout) : null, catalogue.Brand)
            : null;
    }
}
