using Engagement.Access;
using Engagement.Http;
using Engagement.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Events;

/// <summary>The vocabulary, as data.</summary>
static class EventTypesApi
{
    public static void MapEventTypes(this IEndpointRouteBuilder routes)
    {
        var types = routes.MapGroup("/v1/event-types").WithTags("Events");
        types.MapGet("", List).Needs(Scopes.Member).Named("listEventTypes", "List the types of events");
        types.MapGet("/{type}", One).Needs(Scopes.Member)
            .Named("getEventType", "Read the JSON Schema (2020-12) of an event of this type")
            .Produces<object>(StatusCodes.Status200OK, "application/schema+json")
            .MayAnswer(ProblemKind.NotFound);
    }

    static Ok<EventTypeList> List() => TypedResults.Ok(new EventTypeList(
        [.. EventTypes.All.Select(type => new EventTypeLine(type.Name, type.Description, Address(type.Name)))]));

    static Results<ContentHttpResult, Problem> One(string type) => EventTypes.Find(type) is { } found
        ? TypedResults.Content($"{found.Schema().ToJsonString()}\n", "application/schema+json")
        : ProblemKind.NotFound.Because("There is no such event type. GET /v1/event-types lists them.");

    static string Address(string type) => $"/v1/event-types/{type}";
}

sealed record EventTypeList(IReadOnlyList<EventTypeLine> Items);

/// <param name="Schema">Where its JSON Schema is.</param>
sealed record EventTypeLine(string Type, string Description, string Schema);
