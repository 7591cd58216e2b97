using Engagement.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Engagement.Http;

/// <summary>What routes say about themselves, for the OpenAPI document.</summary>
static class Described
{
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder route, string operation, string summary) =>
        route.Refusing().WithName(operation).WithSummary(summary);

    public static RouteHandlerBuilder MayAnswer(this RouteHandlerBuilder route, params ReadOnlySpan<ProblemKind> kinds)
    {
        foreach (var status in kinds.ToArray().Select(kind => kind.Status).Distinct())
        {
            route.Produces<ProblemDocument>(status, Problem.ContentType);
        }

        return route;
    }

    // What is taken in can be refused for what it is: known from the route itself, so that none forgets to say it.
    static RouteHandlerBuilder Refusing(this RouteHandlerBuilder route)
    {
        route.Finally(endpoint =>
        {
            foreach (var kind in Refusals(endpoint.Metadata))
            {
                endpoint.Metadata.Add(
                    new ProducesResponseTypeMetadata(kind.Status, typeof(ProblemDocument), [Problem.ContentType]));
            }
        });
        return route;
    }

    static ProblemKind[] Refusals(IList<object> metadata) =>
        metadata.OfType<IAcceptsMetadata>().Any()
            ? [ProblemKind.Invalid, ProblemKind.TooLarge, ProblemKind.MediaType]
            : metadata.OfType<QueryParameter>().Any() ? [ProblemKind.Invalid] : [];
}
