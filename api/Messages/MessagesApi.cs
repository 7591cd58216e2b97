using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Engagement.Unsubscribe;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Messages;

/// <summary>Messages that were sent, wait to be sent, or were held back.</summary>
static class MessagesApi
{
    /// <summary>Messages, what they say, and the recipients' way out of them.</summary>
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        routes.MapMessageContent();
        routes.MapUnsubscribe();
        var messages = routes.MapGroup("/v1/messages").WithTags("Messages");
        messages.MapGet("", List).Needs(Scopes.MessagesRead).Named("listMessages", "List messages, newest first");
        messages.MapGet("/{row:long}", One).Needs(Scopes.MessagesRead)
            .Named("getMessage", "Read one message's line").MayAnswer(ProblemKind.NotFound);
    }

    static async Task<Ok<Listed<MessageLine, long?>>> List(
        Caller caller, Page page, ICustomerReads reads, CancellationToken cancellation)
    {
        var found = await reads.Messages(caller.Workspace, null, page.Before, page.Limit + 1, cancellation);
        var lines = found.Select(message => MessageLine.Of(caller.Workspace, message));
        return TypedResults.Ok(Listed.Of([.. lines], page.Limit, message => message.Row));
    }

    static async Task<Results<Ok<MessageLine>, Problem>> One(
        Caller caller, long row, ICustomerReads reads, CancellationToken cancellation) =>
        await Find(caller, row, reads, cancellation) is { } message
            ? TypedResults.Ok(MessageLine.Of(caller.Workspace, message))
            : Unknown();

    internal static async ValueTask<ListedMessage?> Find(
        Caller caller, long row, ICustomerReads reads, CancellationToken cancellation)
    {
        var page = row is > 0 and < long.MaxValue
            ? await reads.Messages(caller.Workspace, null, row + 1, 1, cancellation)
            : [];
        return page.FirstOrDefault(message => message.Row == row);
    }

    static Problem Unknown() => ProblemKind.NotFound.Because("There is no message of this row.");
}
