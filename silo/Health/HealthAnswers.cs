using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Engagement.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Engagement.Health;

/// <summary>What probes are answered, on the API's own address and on an admin listener alike.</summary>
static class HealthAnswers
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<DatabaseChecks>()
        .AddSingleton(provider => new SiloCheck(
            provider.GetService<ISiloStatusOracle>(), provider.GetService<LostSilos>()))
        .AddSingleton<ClockRepair>()
        .AddSingleton<ClockWatch>()
        .AddHostedService(provider => provider.GetRequiredService<ClockWatch>())
        .AddSingleton<ReadinessChecks>();

    public static Ok<Liveness> Alive() => TypedResults.Ok(new Liveness("alive"));

    public static async Task<JsonHttpResult<Readiness>> Ready(ReadinessChecks checks, CancellationToken cancellation)
    {
        var results = await checks.Look(cancellation);
        var ready = results.All(check => check.IsHealthy);
        return TypedResults.Json(
            new Readiness(HealthStatus.Of(ready), results),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

sealed record Liveness(string Status);

/// <param name="Status"><c>healthy</c> when all checks are, else <c>unhealthy</c>.</param>
sealed record Readiness(string Status, ImmutableArray<Check> Checks);

static class HealthStatus
{
    public static string Of(bool isHealthy) => isHealthy ? "healthy" : "unhealthy";
}

/// <param name="Name">
/// <c>silo</c> or <c>silos</c>, <c>database</c>, <c>follow-ups</c>, <c>outbox</c>, <c>disk</c> or <c>clock</c>.
/// </param>
/// <param name="Description">What was found, in a sentence; it names no workspace and no customer.</param>
sealed record Check(string Name, [property: JsonIgnore] bool IsHealthy, string Description)
{
    /// <summary><c>healthy</c> or <c>unhealthy</c>.</summary>
    public string Status => HealthStatus.Of(IsHealthy);
}
