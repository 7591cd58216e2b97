using System.Collections.Immutable;
using System.Text.Json;
using Engagement.Catalogues;
using Engagement.Definitions;
using Engagement.Storage;

namespace Engagement.Workspaces;

/// <summary>Makes workspaces, and gives them the starter definitions where these are wanted.</summary>
sealed class NewWorkspaces(
    IWorkspaces workspaces, IDefinitionStore definitions, CatalogueCache catalogues, TimeProvider clock)
{
    /// <summary>Once begun it is not given up: whoever asked may have gone.</summary>
    /// <returns>False when the id is taken.</returns>
    public async ValueTask<bool> Create(NewWorkspace wanted)
    {
        var now = clock.GetUtcNow();
        var workspace = new Workspace(
            wanted.Id, wanted.Name, wanted.Rehearsal, Clock: null, wanted.TimeZone, wanted.Locale, now);
        var isNew = await workspaces.Create(
            workspace,
            wanted.Starter ?? wanted.Rehearsal ? [.. Starter(workspace, "starter")] : [],
            CancellationToken.None);
        catalogues.Forget(wanted.Id);
        return isNew;
    }

    /// <summary>
    /// Publishes what the workspace has not had under any version; a brand only where there is none. What was cut short
    /// is finished by asking again.
    /// </summary>
    public async ValueTask<ImmutableArray<StoredDefinition>> PublishStarter(Workspace workspace, string author)
    {
        var published = await definitions.Newest(workspace.Id, kind: null, CancellationToken.None);
        var isNew = Starter(workspace, author).Where(starter => !published.Any(before =>
            before.Kind == starter.Kind && (before.Id == starter.Id || before.Kind == Kinds.Brand)));
        var made = ImmutableArray.CreateBuilder<StoredDefinition>();
        foreach (var definition in isNew)
        {
            if (await definitions.Publish(definition, expectedVersion: 0, CancellationToken.None) is { } stored)
            {
                made.Add(stored);
            }
        }

        catalogues.Forget(workspace.Id);
        return made.ToImmutable();
    }

    IEnumerable<NewDefinition> Starter(Workspace workspace, string author) => StarterDefinitions.All.Select(starter =>
        new NewDefinition(
            workspace.Id,
            starter.Kind,
            starter.Id,
            starter.Kind == Kinds.Brand && !workspace.Rehearsal ? OwnBrand(workspace, starter.Id) : starter.Text,
            author,
            clock.GetUtcNow()));

    // Real customers read this one: it has the workspace's own name, and no sender, so that Email:From is.
    static string OwnBrand(Workspace workspace, string id) =>
        $"kind: brand\nid: {id}\nname: {JsonSerializer.Serialize(workspace.Name)}\n"
        + "primaryColor: \"#2f5d50\"\ntextColor: \"#22302b\"\nbackgroundColor: \"#f4f1ea\"\n";
}

/// <param name="Id">Lower-case letters, digits and dashes; it stays for ever.</param>
/// <param name="Rehearsal">Its clock is its own and nothing leaves it for real. It can never become live.</param>
/// <param name="TimeZone">IANA zone of customers whose own is not known.</param>
/// <param name="Locale">BCP 47 locale of customers whose own is not known.</param>
/// <param name="Starter">
/// Whether it begins with the starter definitions. Left out, a rehearsal does and a live one does not: what customers
/// get is for somebody to decide.
/// </param>
sealed record NewWorkspace(
    string Id,
    string Name,
    bool Rehearsal = false,
    string TimeZone = "Etc/UTC",
    string Locale = "en",
    bool? Starter = null);
