using Engagement.Catalogues;

namespace Engagement.Messages;

/// <summary>Templates and brand as the workspace has published them.</summary>
sealed class CatalogueTemplates(ICatalogues catalogues) : ITemplateSource
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
