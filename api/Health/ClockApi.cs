using Engagement.Access;
using Engagement.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Health;

/// <summary>
/// For the operator, after the machine's clock was ahead: what waits because of it is found, and set right.
/// </summary>
static class ClockApi
{
    public static void MapClock(this IEndpointRouteBuilder routes)
    {
        var clock = routes.MapGroup("/v1/clock").WithTags("Health");
        clock.MapGet("", Look).Needs(Scopes.Operate)
            .Named("findAhead", "Count what waits too far ahead, as after a clock that was ahead");
        clock.MapPost("/set-right", SetRight).Needs(Scopes.Operate)
            .Named("setTimeRight", "Bring what waits too far ahead back to now");
    }

    static async Task<Ok<FarAhead>> Look(ClockRepair repair, CancellationToken cancellation) =>
        TypedResults.Ok(await repair.Look(cancellation));

    static async Task<Ok<FarAhead>> SetRight(ClockRepair repair, CancellationToken cancellation) =>
        TypedResults.Ok(await repair.SetRight(cancellation));
}
