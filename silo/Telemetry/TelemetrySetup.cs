using System.Diagnostics.Metrics;
using Engagement.Pumps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Engagement.Telemetry;

/// <summary>
/// Where measurements go, for every kind of process alike: metrics to whoever scrapes them, and metrics and traces to
/// an OpenTelemetry collector when the environment names one.
/// </summary>
static class TelemetrySetup
{
    const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string RequestDuration = "http.server.request.duration";
    const string SamplerName = "OTEL_TRACES_SAMPLER";

    /// <summary>Of Orleans' sources only what grains are called for; the others tell of its own housekeeping.</summary>
    const string GrainCalls = "Microsoft.Orleans.Application";

    /// <summary>One trace in ten, unless the environment chooses another sampler.</summary>
    const double Sampled = 0.1;

    /// <summary>
    /// Room for series of one measurement, taken at the start whether used or not. Those of the product are labelled
    /// by step, receiver or kind, never by customer; the API's by route and status.
    /// </summary>
    const int SeriesMax = 200;

    const int RouteSeriesMax = 1_000;

    // From a tenth of a millisecond, in which a decision is made, to five minutes, by which a follow-up may be late.
    static readonly double[] s_seconds =
        [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 300];

    /// <summary>The product's own meters.</summary>
    public static string[] OwnMeters { get; } = [Steps.SourceName, PumpMeters.Name];

    /// <param name="process">How the process is called at the collector.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string process)
    {
        var isCollected = builder.Configuration[Collector] is { Length: > 0 };
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(process).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => Measure(metrics, isCollected));
        if (isCollected)
        {
            // A span that nobody takes would cost all the same.
            var chosen = builder.Configuration[SamplerName] is { Length: > 0 };
            telemetry.WithTracing(traces => Trace(traces, chosen));
        }
    }

    /// <summary>What answers a scrape in the forms that Prometheus takes.</summary>
    public static RequestDelegate Scraped(IServiceProvider services) => new ApplicationBuilder(services)
        .UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true)
        .Build();

    static void Measure(MeterProviderBuilder metrics, bool isCollected)
    {
        metrics
            .AddMeter([.. OwnMeters, "Microsoft.Orleans"])
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddNpgsqlInstrumentation()
            .AddView(Shape)
            .AddPrometheusExporter(options =>
            {
                // What is read is what is, and a series is named by its own labels alone.
                options.ScrapeResponseCacheDurationMilliseconds = 0;
                options.ScopeInfoEnabled = false;
            });
        if (isCollected)
        {
            metrics.AddOtlpExporter();
        }
    }

    static void Trace(TracerProviderBuilder traces, bool samplerIsChosen)
    {
        if (!samplerIsChosen)
        {
            traces.SetSampler(new ParentBasedSampler(new LinkedSampler(new TraceIdRatioBasedSampler(Sampled))));
        }

        traces
            .AddSource(Steps.SourceName, GrainCalls)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddNpgsql()
            .AddProcessor(new SpanScreen())
            .AddOtlpExporter();
    }

    // The library's own buckets are meant for milliseconds.
    static MetricStreamConfiguration Shape(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s" } && OwnMeters.Contains(instrument.Meter.Name)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = s_seconds, CardinalityLimit = SeriesMax }
            : new MetricStreamConfiguration
            {
                CardinalityLimit = instrument.Name == RequestDuration ? RouteSeriesMax : SeriesMax,
            };
}
