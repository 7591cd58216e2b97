using System.Collections.Concurrent;
using Engagement.Storage;

namespace Engagement.Access;

/// <summary>
/// Keys and agents' stamps, as they were at most a second ago: a credential is asked for with every request, and a
/// revocation must still be felt at once.
/// </summary>
sealed class Credentials(IWorkspaces workspaces, TimeProvider clock)
{
    /// <summary>How long after a revocation a credential may still be taken.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    // Unknown keys are remembered too, so that guessing costs the database little; hence the bound.
    const int KnownMax = 4096;

    readonly ConcurrentDictionary<string, Known<ApiKey>> _keys = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<(string Workspace, string Name), Known<AgentAccount>> _agents = new();
    readonly ConcurrentDictionary<string, Known<string>> _ended = new(StringComparer.Ordinal);

    public async ValueTask<ApiKey?> Key(string secret, CancellationToken cancellation)
    {
        if (!Secret.LooksLikeKey(secret))
        {
            return null;
        }

        var hash = Secret.Hash(secret);
        return await Find(_keys, Convert.ToHexString(hash), () => workspaces.FindKey(hash, cancellation))
            is { RevokedAt: null } key ? key : null;
    }

    /// <summary>Whether a connection that began with this credential may go on.</summary>
    public async ValueTask<bool> StillGood(Caller caller, CancellationToken cancellation) => caller.Kind switch
    {
        CallerKind.Agent => await Find(
            _agents,
            (caller.Workspace, caller.Name),
            () => workspaces.FindAgent(caller.Workspace, caller.Name, cancellation))
                is { } agent && agent.Stamp == caller.Credential && !await HasEnded(caller.Session, cancellation),
        CallerKind.Key => await Find(_keys, caller.Credential, () => FindByHash(caller.Credential, cancellation))
            is { RevokedAt: null },
        CallerKind.Nobody => false,
        _ => throw new NotSupportedException($"No credential is known for {caller.Kind}."),
    };

    /// <summary>Ends the caller's session: here at once, in other processes within <see cref="FreshFor"/>.</summary>
    /// <param name="until">From then on its cookie is refused anyway.</param>
    public async ValueTask End(string session, DateTimeOffset until)
    {
        // Whoever asks for it must not be able to call it off by hanging up.
        await workspaces.EndSession(session, clock.GetUtcNow(), until, CancellationToken.None);
        _ended[session] = new(session, clock.GetTimestamp());
    }

    // A cookie without one is from before sessions had ids.
    async ValueTask<bool> HasEnded(string? session, CancellationToken cancellation) => session is null || await Find(
        _ended,
        session,
        async () => await workspaces.HasEnded(session, cancellation) ? session : null) is not null;

    ValueTask<ApiKey?> FindByHash(string hash, CancellationToken cancellation) =>
        workspaces.FindKey(Convert.FromHexString(hash), cancellation);

    async ValueTask<T?> Find<TName, T>(ConcurrentDictionary<TName, Known<T>> known, TName name, Func<ValueTask<T?>> ask)
        where TName : notnull
        where T : class
    {
        if (known.TryGetValue(name, out var fresh) && clock.GetElapsedTime(fresh.AskedAt) < FreshFor)
        {
            return fresh.Value;
        }

        if (known.Count >= KnownMax)
        {
            known.Clear();
        }

        var askedAt = clock.GetTimestamp();
        var value = await ask();
        // What was learned meanwhile is newer than what was asked for before it.
        return known.AddOrUpdate(
            name,
            static (_, asked) => asked,
            static (_, there, asked) => there.AskedAt > asked.AskedAt ? there : asked,
            new Known<T>(value, askedAt)).Value;
    }

    readonly record struct Known<T>(T? Value, long AskedAt);
}
