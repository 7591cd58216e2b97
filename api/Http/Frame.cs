using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Access;
using Engagement.Problems;

namespace Engagement.Http;

/// <summary>What holds for every request: limits, strictness, headers, logs, and how things fail.</summary>
static class Frame
{
    const int HeaderBytesMax = 16 * 1024;
    const int RequestLineBytesMax = 8 * 1024;

    static readonly TimeSpan s_headersWithin = TimeSpan.FromSeconds(15);

    public static void AddFrame(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        // Their request lines hold queries, and queries hold what customers are called.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It warns of keys that are not encrypted at rest; they lie beside a database that is not either.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning);
        builder.WebHost.UseUrls(Settings.Of(builder.Configuration).Url);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.ConfigureEndpointDefaults(BareRefusals.Explain);
            server.Limits.MaxRequestBodySize = BodyLimit.ReadMax;
            server.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
            server.Limits.MaxRequestLineSize = RequestLineBytesMax;
            server.Limits.RequestHeadersTimeout = s_headersWithin;
        });
        builder.Services.AddSingleton(Settings.Of(builder.Configuration));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options => BeStrict(options.SerializerOptions));
    }

    public static void UseFrame(this WebApplication app)
    {
        app.Use(BareRefusals.StandAside);
        app.Use(AddHeaders);
        app.UseMiddleware<ProblemBorder>();
        app.UseRawPaths();
        app.UseRouting();
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

    static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // What the API says is data. The console's pages bring a policy that lets them work.
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        return next(context);
    }
}
