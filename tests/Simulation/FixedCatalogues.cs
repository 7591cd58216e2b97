using Engagement.Catalogues;

namespace Engagement.Tests.Simulation;

/// <summary>The same rules for every workspace, never changing.</summary>
sealed class FixedCatalogues(WorkspaceRules rules) : ICatalogues
{
    public ValueTask<WorkspaceRules> For(string workspace, CancellationToken cancellation) => new(rules);
}
