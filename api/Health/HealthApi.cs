using Engagement.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Health;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").WithTags("Health");

        // Whoever asks may send a key. It is not looked at: looking would need the database that may be away.
        health.MapGet("/livez", Alive).AllowAnonymous().Named("isAlive", "Say that the process lives")
            .ShortCircuit();
        // What asked before there was /livez goes on as it did.
        health.MapGet("/healthz", Alive).AllowAnonymous().ExcludeFromDescription().ShortCircuit();
        health.MapGet("/readyz", Ready).AllowAnonymous()
            .Named("isReady", "Say whether work gets done, and if not, why")
            .Produces<Readiness>()
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
            .ShortCircuit();
    }

    static Ok<Liveness> Alive() => HealthAnswers.Alive();

    static Task<JsonHttpResult<Readiness>> Ready(ReadinessChecks checks, CancellationToken cancellation) =>
        HealthAnswers.Ready(checks, cancellation);
}
