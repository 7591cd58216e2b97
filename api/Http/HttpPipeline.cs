using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Access;
using Engagement.Hosting;
using Engagement.Problems;

namespace Engagement.Http;

/// <summary>What holds for every request: limits, strictness, headers, logs, and how things fail.</summary>
static class HttpPipeline
{
    const int HeaderBytesMax = 16 * 1024;
    const int RequestLineBytesMax = 8 * 1024;

    static readonly TimeSpan s_headersWithin = TimeSpan.FromSeconds(15);

    public static void AddFrame(this WebApplicationBuilder builder)
    {
        // Without Microsoft's request lines: they hold queries, and queries hold what customers are called.
        ConsoleLog.Add(builder.Logging, builder.Configuration);
        KestrelEndpoints.Check(builder.Configuration);
        if (ConsoleLog.IsRead)
        {
            // The start itself says it there.
            builder.Logging.AddFilter(typeof(FirstStart).FullName, LogLevel.Warning);
        }

        // It warns of keys that are not encrypted at rest; they lie beside a database that is not either.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning);
        builder.WebHost.UseUrls(Settings.Of(builder.Configuration).Url);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.ConfigureEndpointDefaults(static listen =>
            {
                LastCall.Hear(listen);
                BareRefusals.Explain(listen);
            });
            server.Limits.MaxRequestBodySize = BodyLimit.ReadMax;
            server.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
            server.Limits.MaxRequestLineSize = RequestLineBytesMax;
            server.Limits.RequestHeadersTimeout = s_headersWithin;
        });
        builder.Services.AddSingleton(Settings.Of(builder.Configuration));
        builder.Services.AddSingleton(TimeProvider.System);
        ProxyHeaders.Add(builder.Services);
        LastCall.Add(builder.Services);
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options => BeStrict(options.SerializerOptions));
    }

    public static void UseFrame(this WebApplication app)
    {
        app.Use(BareRefusals.StandAside);
        app.UseForwardedHeaders();
        app.Use(AddHeaders);
        app.Use(EndLines);
        app.UseMiddleware<ExceptionHandler>();
        app.RefuseNullCharacters();
        app.UseRawPaths();
        app.UseRoutingOfHead();
        app.UseBodyLimit();
    }

    static void BeStrict(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new UtcInstants());
    }

    // Whoever asks by hand wants the prompt on a line of its own. It goes out with the end of the body.
    static async Task EndLines(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var response = context.Response;
        if (response is { ContentLength: null, ContentType: { } type }
            && !context.RequestAborted.IsCancellationRequested
            && (type.StartsWith("application/json", StringComparison.Ordinal)
                || type.StartsWith(Problem.ContentType, StringComparison.Ordinal)))
        {
            response.BodyWriter.Write("\n"u8);
        }
    }

    // Set at the last moment: a refusal clears what was set before it, and what an answer says itself stands.
    static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            foreach (var (name, value) in SafeHeaders.All)
            {
                headers.TryAdd(name, value);
            }

            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}
