using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Messages;

/// <summary>What a message says, made again from the effect that was committed.</summary>
static class ContentApi
{
    // A message is somebody's own markup, and outsiders' words are in it. As a page it may run nothing and ask for
    // nothing, and has no origin; its own styles are all it may use, which the console's policy would not let it.
    const string PagePolicy =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'self'";

    public static void MapMessageContent(this IEndpointRouteBuilder routes)
    {
        var content = routes.MapGroup("/v1/messages/{row:long}/content").WithTags("Messages");
        content.MapGet("", Content).Needs(Scopes.MessagesRead).WithMetadata(new TakesTurns())
            .Named("getMessageContent", "Read what a message says")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.Unfillable);
        content.MapGet("/html", Html).Needs(Scopes.MessagesRead).WithMetadata(new TakesTurns())
            .Named("showMessage", "Show a message as a page")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.Unfillable)
            .Produces<string>(contentType: "text/html");
        content.MapGet("/insert", Insert).Needs(Scopes.MessagesRead).WithMetadata(new TakesTurns())
            .Named("showInsert", "Show a message's insert for the parcel as a page")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.Unfillable)
            .Produces<string>(contentType: "text/html");
    }

    static async Task<Results<Ok<ShownMessage>, Problem>> Content(
        Caller caller, long row, ICustomerReads reads, ShownMessages messages)
    {
        var (answer, missing) = await Find(caller, row, reads, messages);
        return answer is null ? missing! : TypedResults.Ok(answer);
    }

    static Task<Results<ContentHttpResult, Problem>> Html(
        Caller caller, long row, ICustomerReads reads, ShownMessages messages, HttpContext context) =>
        Page(Find(caller, row, reads, messages), answer => answer.Html, context);

    static Task<Results<ContentHttpResult, Problem>> Insert(
        Caller caller, long row, ICustomerReads reads, ShownMessages messages, HttpContext context) =>
        Page(Find(caller, row, reads, messages), answer => answer.Insert, context);

    static async Task<Results<ContentHttpResult, Problem>> Page(
        Task<(ShownMessage?, Problem?)> finding, Func<ShownMessage, string?> part, HttpContext context)
    {
        var (answer, missing) = await finding;
        if (answer is null || part(answer) is not { } page)
        {
            return missing ?? ProblemKind.NotFound.Because("This message has no such part.");
        }

        context.Response.Headers.ContentSecurityPolicy = PagePolicy;
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        return TypedResults.Content(page, "text/html; charset=utf-8");
    }

    static async Task<(ShownMessage? Answer, Problem? Missing)> Find(
        Caller caller, long row, ICustomerReads reads, ShownMessages messages)
    {
        if (await MessagesApi.Find(caller, row, reads, CancellationToken.None) is not { } message)
        {
            return (null, ProblemKind.NotFound.Because("There is no message of this row."));
        }

        var (shown, unfillable) = await messages.Of(caller.Workspace, message);
        return (shown, unfillable) switch
        {
            (null, { } reason) => (null, ProblemKind.Unfillable.Because(reason)),
            (null, null) => (null, ProblemKind.NotFound.Because(
                "This message was held back, or it is so old that only its line is kept.")),
            _ => (shown, null),
        };
    }
}
