using System.Collections.Immutable;
using Engagement.Storage;
using Microsoft.AspNetCore.Identity;

namespace Engagement.Access;

/// <summary>Makes keys and accounts. Their secrets are in the answer and nowhere else.</summary>
sealed class NewCredentials(IWorkspaces workspaces, IPasswordHasher<AgentAccount> hasher, TimeProvider clock)
{
    /// <param name="workspace">Null for an operator's key.</param>
    public async ValueTask<(ApiKey Key, string Secret)> Key(
        string? workspace, string name, ImmutableArray<string> scopes, CancellationToken cancellation)
    {
        var secret = Secret.NewKey(workspace is null ? Secret.OperatorPrefix : Secret.KeyPrefix);
        var key = Hashed(workspace, name, scopes, secret);
        await workspaces.AddKey(key, cancellation);
        return (key, secret);
    }

    /// <summary>A key whose secret is already written down somewhere.</summary>
    public ApiKey Hashed(string? workspace, string name, ImmutableArray<string> scopes, string secret) =>
        new(Secret.NewId(), workspace, name, Secret.Hash(secret), scopes, clock.GetUtcNow(), RevokedAt: null);

    public AgentAccount Agent(string workspace, string name, string password)
    {
        var account = new AgentAccount(workspace, name, "", Secret.NewStamp(), 0, null, clock.GetUtcNow());
        return account with { PasswordHash = hasher.HashPassword(account, password) };
    }
}
