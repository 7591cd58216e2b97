using Engagement.Problems;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Engagement.Access;

/// <summary>
/// Keeps other sites from using an agent's cookie: whoever changes something with it must be the console, shown by a
/// header that a foreign form cannot set and an Origin that a foreign script cannot fake. Browsers do not guard
/// WebSockets by origin at all, so the hub's handshake is looked at too.
/// </summary>
static class CsrfProtection
{
    public const string Header = "X-Engagement-Csrf";

    public static IApplicationBuilder UseCrossSiteWall(this IApplicationBuilder app)
    {
        // Behind a proxy the request may name an address that no browser knows.
        var outside = app.ApplicationServices.GetRequiredService<Settings>().Front?.Origin;
        return app.Use((context, next) => Refusal(context, outside) is { } reason
            ? ProblemKind.CrossSite.Because(reason).ExecuteAsync(context)
            : next(context));
    }

    static string? Refusal(HttpContext context, string? outside)
    {
        var request = context.Request;
        var isHub = request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal);
        if (isHub || (IsSession(request) && HttpMethods.IsPost(request.Method)))
        {
            return HasForeignOrigin(request, outside) ? "The Origin is not this server's." : null;
        }

        if (!IsSession(request) && context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>() is null)
        {
            return null;
        }

        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ||
            HttpMethods.IsOptions(request.Method);
        if (isSafe || context.User.Identity?.AuthenticationType != CookieAuthenticationDefaults.AuthenticationScheme)
        {
            return null;
        }

        return request.Headers[Header] != "1" ? $"With a session, send the header '{Header}: 1'."
            : request.Headers.Origin.Count != 1 || HasForeignOrigin(request, outside)
                ? "The Origin is not this server's."
            : null;
    }

    // A foreign page must not sign its visitor in as somebody else, nor out.
    static bool IsSession(HttpRequest request) => request.Path.Equals("/v1/session", StringComparison.Ordinal);

    static bool HasForeignOrigin(HttpRequest request, string? outside) =>
        request.Headers.Origin.Count > 0 &&
        !$"{request.Scheme}://{request.Host}".Equals(request.Headers.Origin, StringComparison.OrdinalIgnoreCase) &&
        !(outside?.Equals(request.Headers.Origin, StringComparison.OrdinalIgnoreCase) ?? false);
}
