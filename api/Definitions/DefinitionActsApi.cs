using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Engagement.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Definitions;

/// <summary>Which version of a definition is in force, and which brand is the default.</summary>
static class DefinitionActsApi
{
    public static void MapDefinitionActs(this RouteGroupBuilder definitions)
    {
        definitions.MapPut("/{kind}/{id}/in-force", PutInForce).Needs(Scopes.DefinitionsWrite)
            .Named("putInForce", "Put a version that was published in force again")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.DefinitionInvalid);
        definitions.MapDelete("/{kind}/{id}/in-force", TakeOut).Needs(Scopes.DefinitionsWrite)
            .Named("takeOutOfForce", "Take a definition out of force, with all its versions")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.DefinitionInUse);
        definitions.MapPut("/default-brand", ChooseDefaultBrand).Needs(Scopes.DefinitionsWrite)
            .Named("chooseDefaultBrand", "Choose the brand of messages that name none")
            .MayAnswer(ProblemKind.NotFound);
        definitions.MapPost("/starter", PublishStarter).Needs(Scopes.DefinitionsWrite)
            .Named("publishStarter", "Publish those of the starter definitions that are not there");
    }

    static async Task<Results<NoContent, DefinitionProblems, Problem>> PutInForce(
        Caller caller, PathId kind, PathId id, Body<InForceRequest> body, DefinitionActs acts) =>
        await acts.PutInForce(caller, kind.Value, id.Value, body.Value.Version) switch
        {
            null => ProblemKind.NotFound.Because(Kinds.All.Contains(kind.Value)
                ? "There is no such definition, or not in this version."
                : $"There is no kind '{kind.Value}'; there are {string.Join(", ", Kinds.All)}."),
            { Problems.IsEmpty: true } => TypedResults.NoContent(),
            var reading => new DefinitionProblems(reading.Problems, reading.More),
        };

    static async Task<Results<NoContent, Problem>> TakeOut(
        Caller caller, PathId kind, PathId id, DefinitionActs acts) =>
        await acts.TakeOut(caller, kind.Value, id.Value) switch
        {
            null => ProblemKind.NotFound.Because("No such definition is in force."),
            { IsEmpty: true } => TypedResults.NoContent(),
            { } users => ProblemKind.DefinitionInUse.Because($"It is used by {string.Join(" and ", users)}."),
        };

    static async Task<Results<NoContent, Problem>> ChooseDefaultBrand(
        Caller caller, Body<DefaultBrandRequest> body, DefinitionActs acts) =>
        await acts.ChooseDefaultBrand(caller, body.Value.Brand)
            ? TypedResults.NoContent()
            : ProblemKind.NotFound.Because("No brand of this name is in force.");

    static async Task<Results<Ok<DefinitionList>, Problem>> PublishStarter(
        Caller caller, NewWorkspaces starter, IWorkspaces workspaces, CancellationToken cancellation) =>
        await workspaces.Find(caller.Workspace, cancellation) is { } workspace
            ? TypedResults.Ok(new DefinitionList(
                [.. (await starter.PublishStarter(workspace, caller.Name)).Select(DefinitionLine.Of)]))
            : ProblemKind.NotFound.Because("This credential's workspace is gone.");
}
