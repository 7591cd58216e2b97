using Engagement.Access;
using Engagement.Catalogues;

namespace Engagement.Problems;

/// <summary>
/// The outermost layer: whatever goes wrong inside leaves as a problem document, and a failure of ours leaves without
/// a word about its insides.
/// </summary>
sealed partial class ExceptionHandler(
    RequestDelegate next, IHostApplicationLifetime lifetime, ILogger<ExceptionHandler> log)
{
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBare(context.Response))
            {
                await Explain(context).ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientLeft(log);
        }
        catch (Exception error) when (context.Response.HasStarted && IsBroken(error))
        {
            // The rest of the body does not come, or is none. What was answered stands; the end of it is missing.
            context.Abort();
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Explain(error).ExecuteAsync(context);
        }
    }

    // The server meets a chunk whose size no number holds with an exception that it does not make a refusal of.
    static bool IsBroken(Exception error) =>
        error is BadHttpRequestException or IOException { InnerException: OverflowException };

    static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && response.ContentLength is null or 0;

    static Problem Explain(HttpContext context)
    {
        var kind = ProblemKind.Of(context.Response.StatusCode);
        return kind.Because(kind.Status switch
        {
            401 when context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>() is { Scope: Scopes.Operate } =>
                "Send the operator's key as 'Authorization: Bearer eo_…'; ./engage keys --print operator shows it.",
            401 => "Send an API key as 'Authorization: Bearer ek_…', or sign in at POST /v1/session.",
            403 when context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>() is { } needed =>
                $"This needs the scope '{needed.Scope}'.",
            404 => "No resource of this workspace has this address.",
            405 => $"This address takes {context.Response.Headers.Allow}.",
            415 => "Say what the body is: 'Content-Type: application/json' for JSON, application/x-ndjson for lines of "
                + "events, application/yaml for definitions. 'Content-Encoding' is for events: gzip or br.",
            _ => kind.Summary,
        });
    }

    Problem Explain(Exception error)
    {
        switch (error)
        {
            case RefusedException refused:
                return refused.Problem;
            case BadHttpRequestException bad:
                var kind = ProblemKind.Of(bad.StatusCode);
                return kind.Because(kind.Status == 413 ? "The body is longer than this address takes." : kind.Summary);
            case var _ when IsBroken(error):
                return ProblemKind.Malformed.Because("The body's chunks are not as HTTP has them.");
            case UnknownWorkspaceException:
                return ProblemKind.NotFound.Because("This credential's workspace is gone.");
            case var _ when Failure.Of(error, lifetime) is { } failure:
                LogTryAgain(log, failure.Kind.Slug, error);
                return failure.ToProblem();
            default:
                LogFailed(log, error);
                return ProblemKind.Internal.Because("The failure is in our log under this trace id.");
        }
    }
}
