using System.Text.Json;
using Engagement.Access;
using Engagement.Customers;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Messages;

/// <summary>What a message says, made again from the effect that was committed.</summary>
static class ContentApi
{
    public static void MapMessageContent(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/messages/{row:long}/content", Content)
        .WithTags("Messages")
        .Needs(Scopes.MessagesRead)
        .Named("getMessageContent", "Read what a message says").MayAnswer(ProblemKind.NotFound);

    static async Task<Results<Ok<ContentAnswer>, Problem>> Content(
        Caller caller, long row, ICustomerReads reads, IOutbox outbox, MessageContents contents)
    {
        if (await MessagesApi.Find(caller, row, reads, CancellationToken.None) is not { } message)
        {
            return ProblemKind.NotFound.Because("There is no message of this row.");
        }

        var customer = new CustomerKey(caller.Workspace, message.CustomerId);
        if (await outbox.Effect(customer, message.Message.Key, CancellationToken.None) is not { } stored ||
            JsonSerializer.Deserialize(stored.Span, CoreJson.Default.Effect) is not Effect.SendMessage effect)
        {
            return ProblemKind.NotFound.Because(
                "This message was held back, or it is so old that only its line is kept.");
        }

        try
        {
            var content = await contents.Of(customer, effect, CancellationToken.None);
            return TypedResults.Ok(ContentAnswer.Of(effect, content));
        }
        catch (UnsendableException unsendable)
        {
            return ProblemKind.NotFound.Because($"It cannot be filled in. {unsendable.Message}");
        }
    }
}

/// <param name="Insert">A page to print and put into the parcel.</param>
sealed record ContentAnswer(string? Subject, string? Text, string? Html, string? Insert, string To, string? From)
{
    public static ContentAnswer Of(Effect.SendMessage effect, MessageContent content) => new(
        content.Rendered.Subject,
        content.Rendered.Text,
        content.Rendered.Html,
        content.Rendered.Insert,
        effect.To,
        content.Brand.SenderAddress);
}
