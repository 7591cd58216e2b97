using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.DeadLetters;

/// <summary>Effects that were given up: seen, and tried again once the cause is gone, or let go.</summary>
static class DeadLettersApi
{
    public static void AddDeadLetters(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<DeadLetterActs>();

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/v1/dead-letters").WithTags("Dead letters");
        letters.MapGet("", List).Needs(Scopes.DeadLetters)
            .Named("listDeadLetters", "List effects that were given up, newest first");
        letters.MapPost("/{row:long}/retry", Retry).Needs(Scopes.DeadLetters)
            .Named("retryDeadLetter", "Put an effect back into its queue").MayAnswer(ProblemKind.NotFound);
        letters.MapPost("/{row:long}/dismiss", Dismiss).Needs(Scopes.DeadLetters)
            .Named("dismissDeadLetter", "Let an effect go that was given up")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.ActRefused);
        letters.MapPost("/retry", RetryAll).Needs(Scopes.DeadLetters)
            .Named("retryDeadLetters", "Count all that match, or put them back into their queues")
            .WithMetadata(new TakesTurns()).MayAnswer(ProblemKind.ActRefused, ProblemKind.TooManyRequests);
        letters.MapPost("/dismiss", DismissAll).Needs(Scopes.DeadLetters)
            .Named("dismissDeadLetters", "Count all that match, or let them go")
            .WithMetadata(new TakesTurns()).MayAnswer(ProblemKind.ActRefused, ProblemKind.TooManyRequests);
    }

    static async Task<Ok<Listed<DeadLetter, long?>>> List(
        Caller caller, DeadLetterPage page, IOutbox outbox, CancellationToken cancellation)
    {
        var letters = await outbox.DeadLetters(
            caller.Workspace, page.Filter, page.Before ?? 0, page.Limit + 1, cancellation);
        return TypedResults.Ok(Listed.Of(letters, page.Limit, letter => letter.Row));
    }

    static Task<Results<Accepted, Problem>> Retry(Caller caller, long row, DeadLetterActs acts) =>
        One(caller, row, DeadLetterAct.Retry, acts);

    static Task<Results<Accepted, Problem>> Dismiss(Caller caller, long row, DeadLetterActs acts) =>
        One(caller, row, DeadLetterAct.Dismiss, acts);

    static async Task<Results<Accepted, Problem>> One(
        Caller caller, long row, DeadLetterAct act, DeadLetterActs acts)
    {
        var letter = await acts.Find(caller.Workspace, row);
        if (letter is not null && act == DeadLetterAct.Dismiss && !DeadLetterActs.MayDismiss(letter))
        {
            return ProblemKind.ActRefused.Because(
                "A customer's follow-ups can only be tried again: let go, none of them would ever come.");
        }

        return letter is not null && await acts.Do(caller, letter, act)
            ? TypedResults.Accepted((string?)null)
            : ProblemKind.NotFound.Because("There is no dead letter of this row.");
    }

    static Task<Results<Ok<DeadLetterAnswer>, Problem>> RetryAll(
        Caller caller, Body<DeadLetterRequest> body, DeadLetterActs acts, TimeProvider clock) =>
        All(caller, body.Value, DeadLetterAct.Retry, acts, clock);

    static Task<Results<Ok<DeadLetterAnswer>, Problem>> DismissAll(
        Caller caller, Body<DeadLetterRequest> body, DeadLetterActs acts, TimeProvider clock) =>
        All(caller, body.Value, DeadLetterAct.Dismiss, acts, clock);

    static async Task<Results<Ok<DeadLetterAnswer>, Problem>> All(
        Caller caller, DeadLetterRequest request, DeadLetterAct act, DeadLetterActs acts, TimeProvider clock)
    {
        request.Check();
        var filter = request.Filter(clock.GetUtcNow());
        var matching = await acts.Count(caller.Workspace, filter);
        if (request.Expect is null)
        {
            return TypedResults.Ok(new DeadLetterAnswer(0, matching, filter.GivenUpUntil!.Value));
        }

        if (request.Expect != matching)
        {
            return ProblemKind.ActRefused.Because(
                $"{matching} match by now, and {request.Expect} were expected. Nothing was done; count again.");
        }

        var done = await acts.DoAll(caller, filter, act);
        var left = await acts.Count(caller.Workspace, filter);
        return TypedResults.Ok(new DeadLetterAnswer(done, left, filter.GivenUpUntil!.Value));
    }
}
