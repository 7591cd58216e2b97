using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.DeadLetters;

/// <summary>Effects that were given up: seen, and tried again once the cause is gone.</summary>
static class DeadLettersApi
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/v1/dead-letters").WithTags("Dead letters");
        letters.MapGet("", List).Needs(Scopes.DeadLetters)
            .Named("listDeadLetters", "List effects that were given up, newest first");
        letters.MapPost("/{row:long}/retry", Retry).Needs(Scopes.DeadLetters)
            .Named("retryDeadLetter", "Put an effect back into its queue").MayAnswer(ProblemKind.NotFound);
    }

    static async Task<Ok<Listed<DeadLetter, long?>>> List(
        Caller caller, Page page, IOutbox outbox, CancellationToken cancellation)
    {
        var letters = await outbox.DeadLetters(caller.Workspace, page.Before ?? 0, page.Limit + 1, cancellation);
        return TypedResults.Ok(Listed.Of(letters, page.Limit, letter => letter.Row));
    }

    static async Task<Results<Accepted, Problem>> Retry(
        Caller caller, long row, IOutbox outbox, TimeProvider clock, CancellationToken cancellation) =>
        await outbox.Revive(caller.Workspace, row, clock.GetUtcNow(), cancellation)
            ? TypedResults.Accepted((string?)null)
            : ProblemKind.NotFound.Because("There is no dead letter of this row.");
}
