using Engagement.Access;
using Engagement.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Admin;

/// <summary>Looks for the operator's key in a request.</summary>
static class OperatorKey
{
    const string Bearer = "Bearer ";

    public static async ValueTask<bool> Opens(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var secret = header[Bearer.Length..].Trim();
        var workspaces = context.RequestServices.GetRequiredService<IWorkspaces>();
        return Secret.LooksLikeKey(secret)
            && await workspaces.FindKey(Secret.Hash(secret), context.RequestAborted) is { RevokedAt: null } key
            && key.Scopes.Contains(Scopes.Operate);
    }
}
