using System.Globalization;
using Engagement.Access;
using Engagement.FollowUps;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Workspaces;

/// <summary>The caller's own workspace: what it is, its clock, its totals.</summary>
static class WorkspaceApi
{
    // No event may lie behind it. A clock never goes back, so one that was moved further would be of no use any more.
    static readonly DateTimeOffset s_end = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void MapWorkspace(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/v1/workspace").WithTags("Workspace");
        own.MapGet("", One).Needs(Scopes.Member).Named("getWorkspace", "Read the caller's workspace")
            .MayAnswer(ProblemKind.NotFound);
        own.MapPost("/clock", MoveClock).Needs(Scopes.Operations)
            .Named("moveClock", "Move a rehearsal's clock; everything due until then happens first")
            .MayAnswer(ProblemKind.LiveClock, ProblemKind.ClockAhead);
        own.MapGet("/report", Report).Needs(Scopes.Operations)
            .Named("getReport", "Count everything, with a digest over all facts")
            .WithMetadata(new TakesTurns());
    }

    static async Task<Results<Ok<Workspace>, Problem>> One(
        Caller caller, IWorkspaces workspaces, CancellationToken cancellation) =>
        await workspaces.Find(caller.Workspace, cancellation) is { } workspace
            ? TypedResults.Ok(workspace)
            : ProblemKind.NotFound.Because("This credential's workspace is gone.");

    static async Task<Results<Ok<ClockAnswer>, Problem>> MoveClock(
        Caller caller,
        Body<ClockRequest> body,
        IWorkspaces workspaces,
        RehearsalClock clock,
        CancellationToken cancellation)
    {
        var to = body.Value.To.ToUniversalTime();
        if (to >= s_end)
        {
            return ProblemKind.Invalid.Because(
                "The body does not fit; 'errors' says where.",
                new Flaw("/to", "It is out of range.", "an instant before the year 2100"));
        }

        if (!body.Value.CatchUp && (await workspaces.Find(caller.Workspace, cancellation))?.Clock is { } stands &&
            stands > to)
        {
            return ProblemKind.ClockAhead.Because(string.Create(
                CultureInfo.InvariantCulture,
                $"The clock stands at {stands.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFF}Z and never goes back."));
        }

        return await clock.Advance(caller.Workspace, to, cancellation) is { } moved
            ? TypedResults.Ok(new ClockAnswer(moved.Clock, moved.Fired, moved.Complete))
            : ProblemKind.LiveClock.Because("Only a rehearsal workspace has a clock that can be moved.");
    }

    static async Task<Ok<WorkspaceReport>> Report(
        Caller caller, ICustomerReads reads, CancellationToken cancellation) =>
        TypedResults.Ok(new WorkspaceReport(
            caller.Workspace,
            await reads.Totals(caller.Workspace, cancellation),
            await FactDigest.Of(reads, caller.Workspace, cancellation)));
}
