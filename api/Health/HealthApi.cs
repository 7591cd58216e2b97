using System.Collections.Immutable;
using Engagement.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Health;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
static class HealthApi
{
    public static void AddHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<DatabaseChecks>().AddSingleton<ReadinessChecks>();

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").WithTags("Health");

        // Whoever asks may send a key. It is not looked at: looking would need the database that may be away.
        health.MapGet("/healthz", Alive).AllowAnonymous().Named("isAlive", "Say that the process lives")
            .ShortCircuit();
        health.MapGet("/readyz", Ready).AllowAnonymous()
            .Named("isReady", "Say whether work gets done, and if not, why")
            .Produces<Readiness>()
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
            .ShortCircuit();
    }

    static Ok<Liveness> Alive() => TypedResults.Ok(new Liveness("alive"));

    static async Task<JsonHttpResult<Readiness>> Ready(ReadinessChecks checks, CancellationToken cancellation)
    {
        var results = await checks.Look(cancellation);
        var ready = results.All(check => check.Fine);
        return TypedResults.Json(
            new Readiness(ready, results),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

sealed record Liveness(string Status);

sealed record Readiness(bool Ready, ImmutableArray<Check> Checks);

/// <param name="Name"><c>database</c>, <c>follow-ups</c>, <c>outbox</c> or <c>disk</c>.</param>
/// <param name="Says">What was found, in a sentence; it names no workspace and no customer.</param>
sealed record Check(string Name, bool Fine, string Says);
