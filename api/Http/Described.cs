using Engagement.Problems;

namespace Engagement.Http;

/// <summary>What routes say about themselves, for the OpenAPI document.</summary>
static class Described
{
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder route, string operation, string summary) =>
        route.WithName(operation).WithSummary(summary);

    public static RouteHandlerBuilder MayAnswer(this RouteHandlerBuilder route, params ReadOnlySpan<ProblemKind> kinds)
    {
        foreach (var status in kinds.ToArray().Select(kind => kind.Status).Distinct())
        {
            route.Produces<ProblemDocument>(status, Problem.ContentType);
        }

        return route;
    }
}
