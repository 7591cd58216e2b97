using System.Collections.Immutable;
using Engagement.Catalogues;
using Engagement.Definitions;
using Engagement.Storage;

namespace Engagement.Workspaces;

/// <summary>Makes workspaces, with the starter definitions unless they are not wanted.</summary>
sealed class NewWorkspaces(IWorkspaces workspaces, CatalogueCache catalogues, TimeProvider clock)
{
    /// <summary>Once begun it is not given up: whoever asked may have gone.</summary>
    /// <returns>False when the id is taken.</returns>
    public async ValueTask<bool> Create(NewWorkspace wanted)
    {
        var now = clock.GetUtcNow();
        var workspace = new Workspace(
            wanted.Id, wanted.Name, wanted.Rehearsal, Clock: null, wanted.TimeZone, wanted.Locale, now);
        var isNew = await workspaces.Create(workspace, wanted.Starter ? Starter(wanted.Id, now) : [],
            CancellationToken.None);
        catalogues.Forget(wanted.Id);
        return isNew;
    }

    static ImmutableArray<NewDefinition> Starter(string workspace, DateTimeOffset now) =>
    [
        .. StarterDefinitions.All.Select(starter =>
            new NewDefinition(workspace, starter.Kind, starter.Id, starter.Text, "starter", now)),
    ];
}

/// <param name="Id">Lower-case letters, digits and dashes; it stays for ever.</param>
/// <param name="Rehearsal">Its clock is its own and nothing leaves it for real. It can never become live.</param>
/// <param name="TimeZone">IANA zone of customers whose own is not known.</param>
/// <param name="Locale">BCP 47 locale of customers whose own is not known.</param>
/// <param name="Starter">Whether it begins with the starter definitions.</param>
sealed record NewWorkspace(
    string Id,
    string Name,
    bool Rehearsal = false,
    string TimeZone = "Etc/UTC",
    string Locale = "en",
    bool Starter = true);
