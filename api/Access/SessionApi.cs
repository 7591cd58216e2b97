using System.Text;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Schema;
using Engagement.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Access;

/// <summary>Agents sign in, ask who they are, and sign out.</summary>
static class SessionApi
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/v1/session").WithTags("Sessions");
        session.MapPost("", SignIn)
            .AllowAnonymous()
            .RequireRateLimiting(AccessSetup.SignInLimit)
            .Named("signIn", "Sign an agent in")
            .MayAnswer(ProblemKind.SignInFailed, ProblemKind.TooManyRequests);
        session.MapGet("", WhoAmI).Needs(Scopes.Member).Named("whoAmI", "Say who is signed in");
        session.MapDelete("", SignOut).AllowAnonymous().Named("signOut", "Sign out")
            .Produces(StatusCodes.Status200OK).MayAnswer(ProblemKind.CrossSite);
    }

    static async Task<Results<Ok<Session>, Problem>> SignIn(
        Body<SignInRequest> body, AgentSignIn door, IWorkspaces workspaces, HttpContext context)
    {
        var (workspace, name, password) = body.Value;
        var account = await door.Check(
            workspace, ComposedText.Of(name, NormalizationForm.FormC), password, context.RequestAborted);
        if (account is null || await workspaces.Find(workspace, context.RequestAborted) is not { } where)
        {
            return ProblemKind.SignInFailed.Because(
                "Workspace, name or password is wrong, or the account is locked after too many wrong ones.");
        }

        var caller = new Caller(workspace, account.Name, CallerKind.Agent, account.Stamp, Secret.NewId());
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            caller.Principal(CookieAuthenticationDefaults.AuthenticationScheme, Scopes.OfAgents));
        return TypedResults.Ok(Session.Of(caller, where));
    }

    static async Task<Results<Ok<Session>, Problem>> WhoAmI(
        Caller caller, IWorkspaces workspaces, CancellationToken cancellation) =>
        await workspaces.Find(caller.Workspace, cancellation) is { } workspace
            ? TypedResults.Ok(Session.Of(caller, workspace))
            : ProblemKind.NotFound.Because("This credential's workspace is gone.");

    static async Task<SignOutHttpResult> SignOut(Caller caller, Credentials credentials, TimeProvider clock)
    {
        if (caller is { Kind: CallerKind.Agent, Session: { } session })
        {
            await credentials.End(session, clock.GetUtcNow() + (2 * AccessSetup.SessionFor));
        }

        return TypedResults.SignOut(authenticationSchemes: [CookieAuthenticationDefaults.AuthenticationScheme]);
    }
}

sealed record SignInRequest(string Workspace, string Name, string Password);

/// <param name="Name">The agent's name, or <c>key:</c> and a key's name.</param>
sealed record Session(string Workspace, string WorkspaceName, string Name, bool Rehearsal)
{
    public static Session Of(Caller caller, Workspace workspace) =>
        new(workspace.Id, workspace.Name, caller.Name, workspace.Rehearsal);
}
