using System.Reflection;
using Engagement.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Problems;

/// <summary>Serves the page that a problem's <c>type</c> points to: what it means and what to do.</summary>
static class ErrorPages
{
    const string Prefix = "errors/";

    public static void MapErrorPages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/errors/{slug}", Show).AllowAnonymous().WithTags("Health")
            .Named("explainProblem", "Explain a kind of problem, in Markdown")
            .Produces<string>(StatusCodes.Status200OK, "text/markdown");

    static Results<ContentHttpResult, NotFound> Show(string slug)
    {
        // Names of resources are compared whole: whatever the path says, only these pages can be had.
        using var page = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + slug);
        if (page is null)
        {
            return TypedResults.NotFound();
        }

        using var reader = new StreamReader(page);
        return TypedResults.Text(reader.ReadToEnd(), "text/markdown; charset=utf-8");
    }
}
