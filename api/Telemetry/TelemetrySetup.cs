using Engagement.Access;
using Engagement.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Engagement.Telemetry;

/// <summary>
/// Where measurements go: to an OpenTelemetry collector when the environment names one, and to whoever scrapes
/// <c>/metrics</c> with the operator's key.
/// </summary>
static class TelemetrySetup
{
    static readonly string[] s_meters =
    [
        Steps.SourceName,
        "System.Runtime",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Npgsql",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => new MetricsPage(s_meters));
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
        {
            return;
        }

        var resource = ResourceBuilder.CreateDefault().AddService("engagement");
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Steps.SourceName, "Microsoft.AspNetCore", "Npgsql")
            .AddOtlpExporter()
            .Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(s_meters)
            .AddOtlpExporter()
            .Build());
        builder.Services.AddHostedService<Exporters>();
    }

    public static void MapMetrics(this WebApplication app)
    {
        // Made at the start, so that it has counted everything by the time somebody asks.
        var page = app.Services.GetRequiredService<MetricsPage>();
        app.MapGet("/metrics", () => TypedResults.Text(page.Write(), "text/plain; version=0.0.4"))
            .Needs(Scopes.Operate)
            .WithTags("Health")
            .Named("readMetrics", "Read counters and histograms as Prometheus takes them")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    /// <summary>Brings the providers to life at the start; the container flushes them when it is disposed.</summary>
    sealed class Exporters(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush();
            metrics.ForceFlush();
            return Task.CompletedTask;
        }
    }
}
