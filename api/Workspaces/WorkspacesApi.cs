using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Schema;
using Engagement.Storage;
using Engagement.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Workspaces;

/// <summary>The operator's side: workspaces, the keys of integrators and the accounts of agents.</summary>
static partial class WorkspacesApi
{
    const int NameMax = 100;
    const int PasswordMin = 12;

    /// <summary>The operator's side, the caller's own workspace, and who is signed in to it.</summary>
    public static void MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        routes.MapWorkspace();
        routes.MapSessions();
        var all = routes.MapGroup("/v1/workspaces").WithTags("Workspaces");
        all.MapGet("", List).Needs(Scopes.Operate).Named("listWorkspaces", "List workspaces");
        all.MapPost("", Create).Needs(Scopes.Operate).Named("createWorkspace", "Create a workspace")
            .MayAnswer(ProblemKind.NameTaken);
        all.MapGet("/{id}/keys", Keys).Needs(Scopes.Operate).Named("listKeys", "List a workspace's API keys")
            .MayAnswer(ProblemKind.NotFound);
        all.MapPost("/{id}/keys", AddKey).Needs(Scopes.Operate)
            .Named("createKey", "Create an API key; its secret is shown this once").MayAnswer(ProblemKind.NotFound);
        all.MapDelete("/{id}/keys/{keyId}", RevokeKey).Needs(Scopes.Operate).Named("revokeKey", "Revoke an API key")
            .MayAnswer(ProblemKind.NotFound);
        all.MapGet("/{id}/agents", Agents).Needs(Scopes.Operate).Named("listAgents", "List a workspace's agents")
            .MayAnswer(ProblemKind.NotFound);
        all.MapPost("/{id}/agents", AddAgent).Needs(Scopes.Operate)
            .Named("createAgent", "Create an agent's account; its password is shown this once")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.NameTaken);
        all.MapDelete("/{id}/agents/{name}", CloseAgent).Needs(Scopes.Operate)
            .Named("closeAgent", "Close an agent's account and end its sessions").MayAnswer(ProblemKind.NotFound);
    }

    static async Task<Ok<ImmutableArray<Workspace>>> List(IWorkspaces workspaces, CancellationToken cancellation) =>
        TypedResults.Ok(await workspaces.List(cancellation));

    static async Task<Results<Created<Workspace>, Problem>> Create(
        Body<NewWorkspace> body, NewWorkspaces makes, IWorkspaces workspaces, CancellationToken cancellation)
    {
        var wanted = body.Value;
        Refuse.Unless(WorkspaceName.Fits(wanted.Id), "/id", "It is not a workspace id.", WorkspaceName.Expected);
        Refuse.Blank(wanted.Name, "/name");
        Refuse.LongerThan(NameMax, wanted.Name, "/name");
        Refuse.Unless(LocalZone.Knows(wanted.TimeZone), "/timeZone",
            "There is no such time zone.", "an IANA name, for example Europe/Berlin");
        return await makes.Create(wanted)
            ? TypedResults.Created((string?)null, await workspaces.Find(wanted.Id, cancellation))
            : ProblemKind.NameTaken.Because($"There is a workspace '{wanted.Id}' already.");
    }

    static async Task<Results<Ok<IReadOnlyList<KeyLine>>, Problem>> Keys(
        PathId id, IWorkspaces workspaces, CancellationToken cancellation) =>
        await workspaces.Find(id.Value, cancellation) is null
            ? Unknown()
            : TypedResults.Ok<IReadOnlyList<KeyLine>>(
                [.. (await workspaces.Keys(id.Value, cancellation)).Select(KeyLine.Of)]);

    static async Task<Results<Created<NewKey>, Problem>> AddKey(
        PathId id,
        Body<KeyRequest> body,
        NewCredentials credentials,
        IWorkspaces workspaces,
        CancellationToken cancellation)
    {
        var wanted = body.Value;
        Refuse.Blank(wanted.Name, "/name");
        Refuse.LongerThan(NameMax, wanted.Name, "/name");
        Refuse.Unless(wanted.Scopes.Length > 0, "/scopes", "Without a scope the key could do nothing.",
            $"one or more of {string.Join(", ", Scopes.OfKeys)}");
        for (var i = 0; i < wanted.Scopes.Length; i++)
        {
            Refuse.Unless(Scopes.OfKeys.Contains(wanted.Scopes[i]), $"/scopes/{i}", "There is no such scope.",
                string.Join(", ", Scopes.OfKeys));
        }

        if (await workspaces.Find(id.Value, cancellation) is null)
        {
            return Unknown();
        }

        var (key, secret) = await credentials.Key(id.Value, wanted.Name, [.. wanted.Scopes.Distinct()], cancellation);
        return TypedResults.Created((string?)null, new NewKey(key.Id, key.Name, key.Scopes, secret));
    }

    static async Task<Results<NoContent, Problem>> RevokeKey(
        PathId id, PathId keyId, IWorkspaces workspaces, TimeProvider clock, CancellationToken cancellation) =>
        await workspaces.RevokeKey(id.Value, keyId.Value, clock.GetUtcNow(), cancellation)
            ? TypedResults.NoContent()
            : ProblemKind.NotFound.Because("This workspace has no such key, or it is revoked already.");

    static async Task<Results<Ok<IReadOnlyList<AgentLine>>, Problem>> Agents(
        PathId id, IWorkspaces workspaces, CancellationToken cancellation) =>
        await workspaces.Find(id.Value, cancellation) is null
            ? Unknown()
            : TypedResults.Ok<IReadOnlyList<AgentLine>>(
                [.. (await workspaces.Agents(id.Value, cancellation)).Select(AgentLine.Of)]);

    static async Task<Results<Created<NewAgent>, Problem>> AddAgent(
        PathId id,
        Body<AgentRequest> body,
        NewCredentials credentials,
        IWorkspaces workspaces,
        CancellationToken cancellation)
    {
        var name = ComposedText.Of(body.Value.Name, NormalizationForm.FormC);
        Refuse.Unless(NameForm().IsMatch(name), "/name", "It is not a name to sign in with.",
            "1 to 60 letters, digits, dots, dashes, underscores or @");
        Refuse.Unless(body.Value.Password is not { } given || given.Trim().Length >= PasswordMin,
            "/password", "It is too short.",
            $"at least {PasswordMin} characters, blanks around them not counted, or leave it out and get one");
        Refuse.LongerThan(NameMax, body.Value.Password, "/password");
        if (await workspaces.Find(id.Value, cancellation) is null)
        {
            return Unknown();
        }

        var password = body.Value.Password ?? Secret.NewPassword();
        return await workspaces.AddAgent(credentials.Agent(id.Value, name, password), cancellation)
            ? TypedResults.Created((string?)null, new NewAgent(name, password))
            : ProblemKind.NameTaken.Because("This workspace has had an agent of this name.");
    }

    // The account stays, without a password: what its agent did keeps its author, and nobody gets the name again.
    static async Task<Results<NoContent, Problem>> CloseAgent(
        PathId id, PathId name, IWorkspaces workspaces, CancellationToken cancellation)
    {
        if (await workspaces.FindAgent(id.Value, name.Value, cancellation) is not { } agent)
        {
            return ProblemKind.NotFound.Because("This workspace has no such agent.");
        }

        await workspaces.UpdateAgent(agent with { PasswordHash = "", Stamp = Secret.NewStamp() }, cancellation);
        return TypedResults.NoContent();
    }

    static Problem Unknown() => ProblemKind.NotFound.Because("There is no workspace of this id.");

    [GeneratedRegex(@"\A[\p{L}\p{M}\p{Nd}.@_-]{1,60}\z")]
    private static partial Regex NameForm();
}
