using System.Threading.RateLimiting;
using Engagement.Definitions;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Engagement.Unsubscribe;
using Engagement.Workspaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Engagement.Access;

/// <summary>Who may come in: integrators by key, agents by session, recipients by a link's token.</summary>
static class AccessSetup
{
    public const string SignInLimit = "sign-in";

    const string AnyCredential = "engagement";

    // Checking a password is made slow on purpose; this bounds what a stranger can make us compute.
    const int SignInsAMinute = 60;

    /// <summary>A session lasts so long from its last use.</summary>
    public static readonly TimeSpan SessionFor = TimeSpan.FromHours(12);

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Credentials>();
        services.AddSingleton<AgentSignIn>();
        services.AddSingleton<ReadAdmission>();
        services.AddSingleton<NewCredentials>();
        services.AddSingleton<NewWorkspaces>();
        services.AddSingleton<DefinitionPublisher>();
        services.AddSingleton<DefinitionActs>();
        services.AddSingleton<KeyFile>();
        services.AddSingleton<UnsubscribeHandler>();
        services.AddSingleton<FirstStart>();
        services.AddHostedService(static provider => provider.GetRequiredService<FirstStart>());
        services.AddSingleton<IPasswordHasher<AgentAccount>, PasswordHasher<AgentAccount>>();
        services.AddAuthentication(AnyCredential)
            .AddPolicyScheme(AnyCredential, AnyCredential, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null)
            .AddCookie(Configure);
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<Settings>(static (options, settings) => options.Cookie.SecurePolicy =
                settings.Front?.IsSecure == true ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        services.AddAuthorization();
        AddProtection(builder);
        AddLimits(services);
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseCrossSiteWall();
        app.UseAuthorization();
        app.Use(app.Services.GetRequiredService<ReadAdmission>().Admit);
    }

    /// <summary>Lets in whoever has the scope, by key or by session.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, string scope) =>
        route.NeedsScope(scope).Bounded().MayAnswer(ProblemKind.Unauthenticated, ProblemKind.ScopeMissing);

    public static TBuilder NeedsScope<TBuilder>(this TBuilder route, string scope)
        where TBuilder : IEndpointConventionBuilder => route
            .RequireAuthorization(policy => policy
                .RequireAuthenticatedUser()
                .RequireAssertion(context => Caller.Has(context.User, scope)))
            .WithMetadata(new NeedsScope(scope));

    static RouteHandlerBuilder Bounded(this RouteHandlerBuilder route)
    {
        route.Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(methods => methods.HttpMethods.Contains("GET")))
            {
                endpoint.Metadata.Add(new BoundedRead());
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(
                    StatusCodes.Status429TooManyRequests, typeof(ProblemDocument), [Problem.ContentType]));
            }
        });
        return route;
    }

    static string SchemeOf(HttpContext context) => context.Request.Headers.Authorization.Count > 0
        ? KeyAuthentication.SchemeName
        : CookieAuthenticationDefaults.AuthenticationScheme;

    static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "engagement";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.ExpireTimeSpan = SessionFor;
        options.SlidingExpiration = true;
        options.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = Validate,
            OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized),
            OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden),
        };
    }

    static async Task Validate(CookieValidatePrincipalContext context)
    {
        var credentials = context.HttpContext.RequestServices.GetRequiredService<Credentials>();
        if (context.Principal is not { } user ||
            !await credentials.StillGood(Caller.Of(user), context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
        }
    }

    static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    // Sessions outlive a restart because the keys that sign them are kept beside the database.
    static void AddProtection(WebApplicationBuilder builder)
    {
        // First of all that is written there, and so what makes the folder around it.
        var data = Private(Settings.Of(builder.Configuration).DataFolder);
        var folder = Path.Combine(data.FullName, "session-keys");
        builder.Services.AddDataProtection()
            .SetApplicationName("Engagement")
            .PersistKeysToFileSystem(Private(folder));
    }

    static DirectoryInfo Private(string folder) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    static void AddLimits(IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.AddPolicy(SignInLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress,
            static _ => new() { PermitLimit = SignInsAMinute, Window = TimeSpan.FromMinutes(1) }));
        options.OnRejected = async (context, _) =>
            await (ProblemKind.TooManyRequests.Because("Too many sign-ins from this address.")
                with
            { RetryAfter = TimeSpan.FromMinutes(1) }).ExecuteAsync(context.HttpContext);
    });
}
