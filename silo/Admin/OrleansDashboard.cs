using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Orleans.Dashboard;

namespace Engagement.Admin;

/// <summary>
/// Orleans' own dashboard: silos, kinds of grains, calls and their times. What it would show of single customers is
/// left out: their states, keys in reminders, and the log as it is written.
/// </summary>
static class OrleansDashboard
{
    public const string Path = "/dashboard";

    static readonly string[] s_hidden = ["/GrainState", "/Reminders"];

    public static void AddDashboard(this IHostApplicationBuilder builder) =>
        builder.UseOrleans(silo => silo.AddDashboard(options => options.HideTrace = true));

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        IEndpointConventionBuilder pages = routes.MapOrleansDashboard(Path);
        pages.Finally(Hide);
    }

    static void Hide(EndpointBuilder page)
    {
        if (page is RouteEndpointBuilder { RoutePattern.RawText: { } address }
            && s_hidden.Any(hidden => address.StartsWith(Path + hidden, StringComparison.OrdinalIgnoreCase)))
        {
            page.RequestDelegate = static context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        }
    }
}
