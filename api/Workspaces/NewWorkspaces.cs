using Engagement.Definitions;
using Engagement.Storage;

namespace Engagement.Workspaces;

/// <summary>Makes workspaces, with the starter definitions unless they are not wanted.</summary>
sealed class NewWorkspaces(IWorkspaces workspaces, DefinitionPublisher publisher, TimeProvider clock)
{
    /// <returns>False when the id is taken.</returns>
    public async ValueTask<bool> Create(NewWorkspace wanted, CancellationToken cancellation)
    {
        var workspace = new Workspace(
            wanted.Id, wanted.Name, wanted.Rehearsal, Clock: null, wanted.TimeZone, wanted.Locale, clock.GetUtcNow());
        if (!await workspaces.Create(workspace, cancellation))
        {
            return false;
        }

        if (wanted.Starter)
        {
            await publisher.PublishStarter(wanted.Id, cancellation);
        }

        return true;
    }
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
