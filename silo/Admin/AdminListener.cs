using Engagement.Health;
using Engagement.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Admin;

/// <summary>
/// A small server beside the process's work: probes, metrics and, where it is asked for, the dashboard. It is a server
/// of its own and not a branch of the API's, so that nothing sent to the API's address can reach what is shown here.
/// </summary>
sealed class AdminListener(IServiceProvider services, AdminPlace place) : IHostedService, IAsyncDisposable
{
    const int BodyBytesMax = 1024;

    WebApplication? _server;

    /// <summary>Where it listens, with the port that was found where any free one was asked for.</summary>
    public string Url => _server?.Urls.First() ?? throw new InvalidOperationException("It has not been started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = Build();
        await _server.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    WebApplication Build()
    {
        // Empty: what the environment says of addresses is meant for the API.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = BodyBytesMax;
            server.Listen(place.At!);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        builder.Services.AddSingleton<IHostLifetime, EndsWithTheProcess>();
        builder.Services.AddHostFiltering(options => options.AllowedHosts = [.. Hosts()]);
        var server = builder.Build();
        server.UseHostFiltering();
        server.Use(LendServices);
        Map(new Routes(server, services));
        return server;
    }

    void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", HealthAnswers.Alive);
        routes.MapGet("/readyz", HealthAnswers.Ready);
        var scraped = TelemetrySetup.Scraped(services);
        routes.MapGet("/metrics", context => Scrape(context, scraped));
        if (place.Dashboard)
        {
            routes.MapDashboard();
        }
    }

    // On loopback whoever asks is on this machine already; from elsewhere it is as on the API's address.
    async Task Scrape(HttpContext context, RequestDelegate scraped)
    {
        if (place.IsLoopback || await OperatorKey.Opens(context))
        {
            await scraped(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"engagement\"";
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await context.Response.WriteAsync(
            "Send the operator's key as 'Authorization: Bearer eo_...'; ./engage keys --print operator shows it.\n");
    }

    // A page of a stranger's whose name is made to lead to loopback must not read what is shown here.
    IEnumerable<string> Hosts() => place.IsLoopback
        ? ["localhost", "127.0.0.1", "[::1]", new UriBuilder("http", place.At!.Address.ToString()).Host]
        : ["*"];

    async Task LendServices(HttpContext context, RequestDelegate next)
    {
        await using var scope = services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        await next(context);
    }

    /// <summary>The server's routes, made of the process's own services.</summary>
    sealed class Routes(IEndpointRouteBuilder server, IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources => server.DataSources;

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }

    /// <summary>The process's own host hears signals; this server is told by it.</summary>
    sealed class EndsWithTheProcess : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
