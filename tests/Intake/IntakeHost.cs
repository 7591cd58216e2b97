using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Engagement.Access;
using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Hosting;
using Engagement.Problems;
using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Engagement.Tests.Intake;

/// <summary>The intake on a real server, with customers that only keep what they are given.</summary>
sealed class IntakeHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    readonly WebApplication _app;

    IntakeHost(WebApplication app, FakeCustomers customers, FakeLoad load, ArmedClock clock)
    {
        (_app, Customers, Load, Clock) = (app, customers, load, clock);
        Client = new() { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromMinutes(1) };
    }

    public FakeCustomers Customers { get; }

    public FakeLoad Load { get; }

    public ArmedClock Clock { get; }

    public LostSilos LostSilos => _app.Services.GetRequiredService<LostSilos>();

    public HttpClient Client { get; }

    /// <summary>The process is told to end, and still takes what has come.</summary>
    public void End() => _app.Lifetime.StopApplication();

    /// <param name="also">Sets up what a test needs beside it.</param>
    public static async Task<IntakeHost> Start(bool rehearsal = false, Action<WebApplicationBuilder>? also = null)
    {
        var customers = new FakeCustomers();
        var load = new FakeLoad();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(customers.Factory);
        builder.Services.AddSingleton<ICommitLoad>(load);
        builder.Services.AddSingleton<ICatalogues>(new FakeCatalogues(rehearsal));
        builder.Services.AddSingleton(new Settings("", "", null));
        builder.Services.AddSingleton<LostSilos>();
        var clock = new ArmedClock(Now);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAuthentication(FakeKey.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, FakeKey>(FakeKey.SchemeName, null);
        builder.Services.AddAuthorization();
        builder.AddIntake();
        also?.Invoke(builder);
        var app = builder.Build();
        app.UseMiddleware<ExceptionHandler>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapEvents();
        await app.StartAsync();
        return new(app, customers, load, clock);
    }

    public Task<HttpResponseMessage> Post(string body, string type = "application/json", string query = "") =>
        Post(Encoding.UTF8.GetBytes(body), type, null, query);

    public Task<HttpResponseMessage> Post(byte[] body, string type, string? encoding = null, string query = "") =>
        Post(new ByteArrayContent(body), type, encoding, query);

    public async Task<HttpResponseMessage> Post(HttpContent content, string type, string? encoding, string query = "")
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.Add("Content-Encoding", encoding.Split(", "));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/events{query}") { Content = content };
        request.Headers.ExpectContinue = content.Headers.ContentLength > 10 * 1024 * 1024;
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Lets everyone in as a key that may write events.</summary>
    sealed class FakeKey(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        public const string SchemeName = "fake";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            ClaimsPrincipal user = new Caller("shop", "key:test", CallerKind.Key, "c")
                .Principal(SchemeName, [Scopes.EventsWrite]);
            return Task.FromResult(AuthenticateResult.Success(new(user, SchemeName)));
        }
    }

    sealed class FakeCatalogues(bool rehearsal) : ICatalogues
    {
        public ValueTask<WorkspaceRules> For(string workspace, CancellationToken cancellation) => 
            new(new WorkspaceRules(
                new(workspace, workspace, rehearsal, null, "Etc/UTC", "en", Now), Catalogue.Empty));
    }
}

/// <summary>Says that commits wait as long as a test wants.</summary>
sealed class FakeLoad : ICommitLoad
{
    public TimeSpan PredictedWait { get; set; }
}
