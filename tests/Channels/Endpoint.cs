using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Channels;

/// <summary>Somebody's web server that webhooks are sent to.</summary>
sealed class Endpoint : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly Channel<Post> _posts = Channel.CreateUnbounded<Post>();

    Endpoint(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            Paths.Add(context.Request.Path);
            _posts.Writer.TryWrite(new(headers, body));
            await answer(context);
        });
    }

    public ConcurrentBag<string> Paths { get; } = [];

    public string Url => _app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";

    public static async Task<Endpoint> Start(Func<HttpContext, Task> answer)
    {
        var endpoint = new Endpoint(answer);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public static Task<Endpoint> Answering(int status, string? retryAfter = null, string? location = null) =>
        Start(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

    public async Task<Post> Next()
    {
        var next = _posts.Reader.ReadAsync().AsTask();
        await Probe.Within(next, "a webhook");
        return await next;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public sealed record Post(Dictionary<string, string> Headers, string Body);
}
