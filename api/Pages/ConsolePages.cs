using System.Globalization;
using System.IO.Compression;
using Engagement.Problems;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Engagement.Pages;

/// <summary>Serves the agents' console, which the build puts beside the api as <c>wwwroot</c>.</summary>
static class ConsolePages
{
    // Everything the page needs comes from this origin and as a file: no script, style or frame of anybody else, and
    // none inside the page. Images may be data: because the component library draws its tick marks so.
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; " +
        "frame-ancestors 'none'";

    const string NotBuilt =
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Engagement</title>
        <h1>The console was not built</h1>
        <p>Node was missing when the api was built. Install Node 20.19 or newer and build again; the API works
        without the console.</p>
        </html>
        """;

    static readonly string[] NotPages =
        ["/v1", "/hubs", "/openapi", "/assets", "/errors", "/u", "/livez", "/healthz", "/readyz", "/metrics"];

    static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Files that are text and hold no secret. What the API says is never compressed: see BREACH.</summary>
    static readonly string[] Compressed = ["text/html", "text/css", "text/javascript", "image/svg+xml"];

    public static void AddConsole(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = Compressed;
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options =>
            options.Level = CompressionLevel.Optimal);
    }

    /// <summary>
    /// Serves the console's files, and its one page for every path that is nothing else. It stands behind routing and
    /// takes what no route wanted: were it a route itself, a wrong method would end here and not as a 405.
    /// </summary>
    public static void UseConsole(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        IFileProvider files = Directory.Exists(folder) ? new PhysicalFileProvider(folder) : new NullFileProvider();
        app.UseWhen(IsOurs, branch => branch.UseResponseCompression());
        app.Use((context, next) => IsOurs(context)
            ? Answer(context, files).ExecuteAsync(context)
            : next(context));
    }

    static bool IsOurs(HttpContext context) =>
        context.GetEndpoint() is null &&
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    static IResult Answer(HttpContext context, IFileProvider files)
    {
        var path = context.Request.Path;
        if (path == "/robots.txt")
        {
            return TypedResults.Text("User-agent: *\nDisallow: /\n");
        }

        var file = files.GetFileInfo(path.Value ?? "/");
        if (file is { Exists: true, PhysicalPath: { } found } && ContentTypes.TryGetContentType(found, out var type))
        {
            Prepare(context);
            return TypedResults.PhysicalFile(found, type, lastModified: file.LastModified, entityTag: Tag(file));
        }

        return NotPages.Any(start => path.StartsWithSegments(start, StringComparison.Ordinal)) || NamesFile(path)
            ? ProblemKind.NotFound.Because("No resource has this address.")
            : Page(context, files.GetFileInfo("index.html"));
    }

    // No page begins with a name that has a dot, and who asks for /keys.json or /.env should not be told "here it is".
    static bool NamesFile(PathString path)
    {
        var segments = Uri.UnescapeDataString(path.Value!).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is [var first, ..] && (first.Contains('.') || segments.Contains(".."));
    }

    static IResult Page(HttpContext context, IFileInfo index)
    {
        Prepare(context);
        return index is { Exists: true, PhysicalPath: { } path }
            ? TypedResults.PhysicalFile(
                path, "text/html; charset=utf-8", lastModified: index.LastModified, entityTag: Tag(index))
            : TypedResults.Content(NotBuilt, "text/html; charset=utf-8", null, StatusCodes.Status503ServiceUnavailable);
    }

    // Weak, because the same file goes out compressed in one way or another.
    static EntityTagHeaderValue Tag(IFileInfo file) =>
        new(string.Create(CultureInfo.InvariantCulture, $"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\""), true);

    static void Prepare(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // Files under assets carry a hash of their content in their name; the page that names them is asked for anew.
        headers.CacheControl = context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
    }
}
