using Engagement.Storage;
using Engagement.Workspaces;

namespace Engagement.Access;

/// <summary>
/// Gives an empty installation its operator's key and a workspace to try things in. What it makes is written down
/// before it counts, and the operator's key, which says that this was done, comes last: a start cut short is done
/// again with the same secrets, and of processes that start at once one does it.
/// </summary>
sealed partial class FirstStart(
    IWorkspaces workspaces, NewCredentials credentials, NewWorkspaces demo, KeyFile file, ILogger<FirstStart> log)
    : IHostedService
{
    public const string Demo = "demo";

    /// <summary>The name of an operator's key that was made because the file with the first one was missing.</summary>
    const string Again = "again";

    /// <summary>Whether this process did it: then it shows the secrets, once.</summary>
    public bool WasFirst { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await IsDone(cancellationToken) && !IsLost)
        {
            return;
        }

        await using var alone = await workspaces.LockFirstStart(cancellationToken);
        if (!await IsDone(cancellationToken))
        {
            await Do(cancellationToken);
        }
        else if (IsLost)
        {
            await MakeGood(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Of several processes, only the one that did it has the file.
    bool IsLost => !file.MayBeElsewhere && !file.Exists;

    // The database comes first here: a key that nobody has written down is of no use to anybody, and a file with a key
    // that does not count would be taken for good.
    async ValueTask MakeGood(CancellationToken cancellation)
    {
        var lost = (await workspaces.Keys(null, cancellation))
            .Where(static key => key is { Name: Again, RevokedAt: null }).ToList();
        var (made, secret) = await credentials.Key(null, Again, [Scopes.Operate], cancellation);
        file.Write(new(secret, new(StringComparer.Ordinal)));
        foreach (var key in lost)
        {
            await workspaces.RevokeKey(null, key.Id, made.CreatedAt, cancellation);
        }

        LogMadeGood(log, file.FilePath);
    }

    async ValueTask<bool> IsDone(CancellationToken cancellation) =>
        (await workspaces.Keys(null, cancellation)).Any(key => key.RevokedAt is null);

    async ValueTask Do(CancellationToken cancellationToken)
    {
        var before = file.Read();
        if (before is not null)
        {
            // A start that was cut short leaves the same behind; nobody can tell it from a database that got lost.
            LogEmptyBesideKeys(log, file.FilePath, string.Join(", ", before.Workspaces.Keys));
        }

        var its = before?.Workspaces.GetValueOrDefault(Demo);
        var keys = new WorkspaceKeys(
            await Good(its?.Key, Secret.KeyPrefix, cancellationToken), "agent", its?.Password ?? Secret.NewPassword());
        var ring = new KeyRing(
            await Good(before?.Operator, Secret.OperatorPrefix, cancellationToken),
            before?.Workspaces ?? new(StringComparer.Ordinal));
        ring.Workspaces[Demo] = keys;
        file.Write(ring);
        await demo.Create(new(Demo, "Demo", Rehearsal: true));
        await AddKey(credentials.Hashed(Demo, "first", [.. Scopes.OfKeys], keys.Key), cancellationToken);
        var agent = credentials.Agent(Demo, keys.Agent, keys.Password);
        if (!await workspaces.AddAgent(agent, cancellationToken))
        {
            await workspaces.UpdateAgent(agent, cancellationToken);
        }

        await AddKey(credentials.Hashed(null, "first", [Scopes.Operate], ring.Operator), cancellationToken);
        WasFirst = true;
        LogDone(log, file.FilePath);
    }

    /// <summary>What an earlier start wrote down, unless it was revoked since.</summary>
    async ValueTask<string> Good(string? written, string prefix, CancellationToken cancellation) =>
        written is not null
            && (await workspaces.FindKey(Secret.Hash(written), cancellation)) is null or { RevokedAt: null }
            ? written
            : Secret.NewKey(prefix);

    async ValueTask AddKey(ApiKey key, CancellationToken cancellation)
    {
        if (await workspaces.FindKey(key.Hash, cancellation) is null)
        {
            await workspaces.AddKey(key, cancellation);
        }
    }
}
