using System.Net;
using Engagement.Http;
using Engagement.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Unsubscribe;

/// <summary>
/// The recipients' way out (RFC 8058). The link shows a page, because scanners follow links; its button, or a mail
/// program's own, sends the POST that counts.
/// </summary>
static class UnsubscribeApi
{
    const string Html = "text/html; charset=utf-8";

    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/u").WithTags("Unsubscribe");
        links.MapGet("/{token}", Ask).AllowAnonymous()
            .Named("askToUnsubscribe", "Show the page with the button; it changes nothing")
            .Produces<string>(StatusCodes.Status200OK, "text/html").MayAnswer(ProblemKind.NotFound);
        links.MapPost("/{token}", Unsubscribe).AllowAnonymous()
            .Named("unsubscribe", "Send no more messages of this kind")
            .Produces<string>(StatusCodes.Status200OK, "text/html").MayAnswer(ProblemKind.NotFound);
    }

    static Results<ContentHttpResult, Problem> Ask(PathId token, UnsubscribeLinks links, HttpContext context) =>
        links.Read(token.Value) is { } what
            ? Page(context, "Unsubscribe", $"""
                <p>No more {WebUtility.HtmlEncode(what.Purpose)} messages to you?</p>
                <form method="post"><button type="submit">Unsubscribe</button></form>
                """)
            : Unknown();

    // Anybody may post here, whatever the body says: the token is the permission.
    static async Task<Results<ContentHttpResult, Problem>> Unsubscribe(
        PathId token, UnsubscribeLinks links, UnsubscribeHandler door, HttpContext context)
    {
        if (links.Read(token.Value) is not { } what)
        {
            return Unknown();
        }

        await door.Take(what);
        return Page(context, "Unsubscribed", $"""
            <p>You will get no more {WebUtility.HtmlEncode(what.Purpose)} messages.</p>
            """);
    }

    static ContentHttpResult Page(HttpContext context, string title, string body)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        return TypedResults.Content(
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{title}</title>
            <h1>{title}</h1>
            {body}
            </html>
            """,
            Html);
    }

    static Problem Unknown() => ProblemKind.NotFound.Because("This link is not one of ours, or it is not whole.");
}
