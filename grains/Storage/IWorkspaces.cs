using System.Collections.Immutable;

namespace Engagement.Storage;

/// <summary>Workspaces, the keys of integrators and the accounts of agents.</summary>
public interface IWorkspaces
{
    /// <summary>
    /// Waits until no other process makes the first workspace of this database. The lock that comes back is let go of
    /// when it is disposed, or when its process ends in any way.
    /// </summary>
    ValueTask<IAsyncDisposable> LockFirstStart(CancellationToken cancellation);

    /// <summary>The workspace and the first versions of its definitions, all of them or nothing.</summary>
    /// <returns>False when the name is taken.</returns>
    ValueTask<bool> Create(
        Workspace workspace, ImmutableArray<NewDefinition> definitions, CancellationToken cancellation);

    ValueTask<Workspace?> Find(string id, CancellationToken cancellation);

    ValueTask<ImmutableArray<Workspace>> List(CancellationToken cancellation);

    /// <summary>Moves a rehearsal workspace's clock forward; it never goes back. Returns where it stands.</summary>
    ValueTask<DateTimeOffset> AdvanceClock(string workspace, DateTimeOffset to, CancellationToken cancellation);

    ValueTask AddKey(ApiKey key, CancellationToken cancellation);

    /// <param name="hash">SHA-256 of the secret.</param>
    ValueTask<ApiKey?> FindKey(ReadOnlyMemory<byte> hash, CancellationToken cancellation);

    ValueTask<ImmutableArray<ApiKey>> Keys(string? workspace, CancellationToken cancellation);

    ValueTask<bool> RevokeKey(string? workspace, string keyId, DateTimeOffset at, CancellationToken cancellation);

    /// <returns>False when the name is taken in the workspace.</returns>
    ValueTask<bool> AddAgent(AgentAccount agent, CancellationToken cancellation);

    ValueTask<AgentAccount?> FindAgent(string workspace, string name, CancellationToken cancellation);

    ValueTask<ImmutableArray<AgentAccount>> Agents(string workspace, CancellationToken cancellation);

    /// <summary>Replaces an agent's account: password, lock-out, removal of sessions by a new stamp.</summary>
    ValueTask UpdateAgent(AgentAccount agent, CancellationToken cancellation);

    /// <summary>Ends one session of an agent; the others go on.</summary>
    /// <param name="until">From then on its cookie is refused anyway, and the session may be forgotten.</param>
    ValueTask EndSession(string session, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation);

    ValueTask<bool> HasEnded(string session, CancellationToken cancellation);
}

/// <param name="Rehearsal">Its clock is its own, nothing leaves it for real, and it can never become live.</param>
/// <param name="Clock">Where a rehearsal's clock stands; null in a live one.</param>
public sealed record Workspace(
    string Id, string Name, bool Rehearsal, DateTimeOffset? Clock, string TimeZone, string Locale,
    DateTimeOffset CreatedAt);

/// <param name="Workspace">Null for an operator's key.</param>
/// <param name="Hash">SHA-256 of the secret, which is not stored.</param>
/// <param name="Scopes">For example <c>events:write</c>.</param>
public sealed record ApiKey(
    string Id,
    string? Workspace,
    string Name,
    ReadOnlyMemory<byte> Hash,
    ImmutableArray<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt);

/// <param name="PasswordHash">As ASP.NET Core Identity's hasher writes it.</param>
/// <param name="Stamp">Changes when every session of the agent must end.</param>
public sealed record AgentAccount(
    string Workspace,
    string Name,
    string PasswordHash,
    string Stamp,
    int FailedSignIns,
    DateTimeOffset? LockedUntil,
    DateTimeOffset CreatedAt);
