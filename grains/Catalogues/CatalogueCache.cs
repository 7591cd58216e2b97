using System.Collections.Concurrent;
using Engagement.Definitions;
using Engagement.Storage;

namespace Engagement.Catalogues;

/// <summary>
/// Compiles a workspace's definitions once and asks the store at most once a second whether there are newer ones, and
/// only while somebody needs them.
/// </summary>
public sealed class CatalogueCache(IWorkspaces workspaces, IDefinitionStore definitions, TimeProvider clock)
    : ICatalogues
{
    /// <summary>How old what we know of a workspace may be.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public ValueTask<WorkspaceRules> For(string workspace, CancellationToken cancellation)
    {
        var entry = _entries.TryGetValue(workspace, out var known) ? known : Add(workspace);
        return entry.Rules is { } rules && clock.GetElapsedTime(entry.CheckedAt) < FreshFor
            ? new(rules)
            : new(Refresh(entry, cancellation));
    }

    /// <summary>
    /// Makes the next look at the workspace ask the store, as after a publication by this very process.
    /// </summary>
    public void Forget(string workspace) => _entries.TryRemove(workspace, out _);

    Entry Add(string workspace) => _entries.GetOrAdd(workspace, static id => new(id));

    async Task<WorkspaceRules> Refresh(Entry entry, CancellationToken cancellation)
    {
        await entry.Gate.WaitAsync(cancellation);
        try
        {
            if (entry.Rules is { } fresh && clock.GetElapsedTime(entry.CheckedAt) < FreshFor)
            {
                return fresh;
            }

            var now = clock.GetTimestamp();
            var rules = await Load(entry, cancellation);
            (entry.Rules, entry.CheckedAt) = (rules, now);
            return rules;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    async Task<WorkspaceRules> Load(Entry entry, CancellationToken cancellation)
    {
        if (await workspaces.Find(entry.Workspace, cancellation) is not { } workspace)
        {
            _entries.TryRemove(entry.Workspace, out _);
            throw new UnknownWorkspaceException(entry.Workspace);
        }

        if (entry.Rules is { } known && known.Catalogue.Revision == await definitions.Revision(workspace.Id,
            cancellation))
        {
            return known with { Workspace = workspace };
        }

        var (revision, stored) = await definitions.All(workspace.Id, cancellation);
        return new(workspace, CatalogueBuilder.Build(workspace, revision, stored));
    }

    sealed class Entry(string workspace)
    {
        public string Workspace => workspace;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public WorkspaceRules? Rules { get; set; }

        public long CheckedAt { get; set; }
    }
}
