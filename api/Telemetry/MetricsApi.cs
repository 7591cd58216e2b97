using Engagement.Access;
using Engagement.Http;

namespace Engagement.Telemetry;

/// <summary>What is measured, to whoever comes with the operator's key.</summary>
static class MetricsApi
{
    public static void MapMetrics(this WebApplication app)
    {
        var scraped = TelemetrySetup.Scraped(app.Services);
        app.MapGet("/metrics", Task (HttpContext context, CancellationToken _) => scraped(context))
            .Needs(Scopes.Operate)
            .WithTags("Health")
            .Named("readMetrics", "Read counters and histograms as Prometheus takes them")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }
}
