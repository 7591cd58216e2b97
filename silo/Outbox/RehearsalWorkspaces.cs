using System.Collections.Concurrent;
using Engagement.Storage;

namespace Engagement.Outbox;

/// <summary>Which workspaces are rehearsals. It never changes for one, so each is asked for once.</summary>
sealed class RehearsalWorkspaces(IWorkspaces workspaces)
{
    readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">There is no such workspace.</exception>
    public async ValueTask<bool> Contains(string workspace, CancellationToken cancellation)
    {
        if (_known.TryGetValue(workspace, out var rehearsal))
        {
            return rehearsal;
        }

        // Not known is neither: sending for real what was only rehearsed cannot be taken back.
        var found = await workspaces.Find(workspace, cancellation)
            ?? throw new InvalidOperationException($"There are effects of workspace '{workspace}', which is unknown.");
        return _known.GetOrAdd(workspace, found.Rehearsal);
    }
}
