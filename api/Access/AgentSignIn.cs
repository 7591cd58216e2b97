using System.Collections.Concurrent;
using Engagement.Storage;
using Microsoft.AspNetCore.Identity;

namespace Engagement.Access;

/// <summary>
/// Checks passwords. Five failures lock an account for a quarter of an hour; a wrong workspace, a wrong name, a wrong
/// password and a locked account all look and take the same.
/// </summary>
sealed partial class AgentSignIn(
    IWorkspaces workspaces, IPasswordHasher<AgentAccount> hasher, TimeProvider clock, ILogger<AgentSignIn> log)
{
    public const int FailuresMax = 5;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    // Checked when there is no such account, so that one that is there cannot be told by its slower answer.
    static readonly AgentAccount s_nobody = new("", "", "", "", 0, null, default);

    // Guesses at one account wait for each other; otherwise a burst of them would all be counted as the first failure.
    readonly ConcurrentDictionary<int, SemaphoreSlim> _gates = new();
    readonly string _nobodysHash = hasher.HashPassword(s_nobody, Secret.NewPassword());

    /// <returns>The account, or null when it is not to be let in, whatever the reason.</returns>
    public async ValueTask<AgentAccount?> Check(
        string workspace, string name, string password, CancellationToken cancellation)
    {
        var gate = _gates.GetOrAdd((workspace, name).GetHashCode() & 0xFF, static _ => new(1, 1));
        await gate.WaitAsync(cancellation);
        try
        {
            var account = await workspaces.FindAgent(workspace, name, cancellation);
            var verdict = hasher.VerifyHashedPassword(
                account ?? s_nobody, account?.PasswordHash is { Length: > 0 } hash ? hash : _nobodysHash, password);
            return account is null ? null : await Judge(account, verdict, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    async ValueTask<AgentAccount?> Judge(
        AgentAccount account, PasswordVerificationResult verdict, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (account.LockedUntil > now)
        {
            return null;
        }

        if (verdict == PasswordVerificationResult.Failed || account.PasswordHash.Length == 0)
        {
            await CountFailure(account, now, cancellation);
            return null;
        }

        if (account.FailedSignIns > 0 || account.LockedUntil is not null)
        {
            await workspaces.UpdateAgent(account with { FailedSignIns = 0, LockedUntil = null }, cancellation);
        }

        return account;
    }

    async ValueTask CountFailure(AgentAccount account, DateTimeOffset now, CancellationToken cancellation)
    {
        var failures = account.FailedSignIns + 1;
        if (failures < FailuresMax)
        {
            await workspaces.UpdateAgent(account with { FailedSignIns = failures }, cancellation);
            return;
        }

        var until = now + LockedFor;
        await workspaces.UpdateAgent(account with { FailedSignIns = 0, LockedUntil = until }, cancellation);
        LogLocked(log, account.Workspace, until);
    }
}
