using System.Security.Claims;

namespace Engagement.Access;

/// <summary>
/// Who is asking, as their credential says. The workspace comes from here and from nowhere else: no request names one.
/// </summary>
/// <param name="Workspace">Empty for an operator, whom no route of a workspace lets in.</param>
/// <param name="Name">An agent's name, or <c>key:</c> and the key's name; it signs what the caller does.</param>
/// <param name="Credential">The key's id, or the agent's stamp; checked again while a connection lives.</param>
/// <param name="Session">Which of an agent's sessions it is; null with a key.</param>
sealed record Caller(string Workspace, string Name, CallerKind Kind, string Credential, string? Session = null)
{
    const string WorkspaceClaim = "workspace";
    const string KindClaim = "kind";
    const string CredentialClaim = "credential";
    const string SessionClaim = "session";
    const string ScopeClaim = "scope";

    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));

    public static Caller Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(WorkspaceClaim) ?? "",
        user.FindFirstValue(ClaimTypes.Name) ?? "",
        Enum.Parse<CallerKind>(user.FindFirstValue(KindClaim) ?? nameof(CallerKind.Nobody)),
        user.FindFirstValue(CredentialClaim) ?? "",
        user.FindFirstValue(SessionClaim));

    public static bool Has(ClaimsPrincipal user, string scope) => user.HasClaim(ScopeClaim, scope);

    public ClaimsPrincipal Principal(string scheme, IEnumerable<string> scopes) => new(new ClaimsIdentity(
        [
            new(WorkspaceClaim, Workspace),
            new(ClaimTypes.Name, Name),
            new(KindClaim, Kind.ToString()),
            new(CredentialClaim, Credential),
            .. Session is null ? Array.Empty<Claim>() : [new Claim(SessionClaim, Session)],
            .. scopes.Select(scope => new Claim(ScopeClaim, scope)),
            .. Workspace.Length > 0 ? [new Claim(ScopeClaim, Scopes.Member)] : Array.Empty<Claim>(),
        ],
        scheme));
}

enum CallerKind
{
    Nobody,
    Agent,
    Key,
}
