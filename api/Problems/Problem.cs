using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;

namespace Engagement.Problems;

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Pointer">A JSON pointer into the body; for a query parameter, its name after a slash.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
/// <param name="Expected">What would have been right, where that can be said.</param>
sealed record Flaw(
    string Pointer,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Expected = null);

/// <summary>A refusal as RFC 9457 has it.</summary>
sealed record Problem(ProblemKind Kind, string Detail, ImmutableArray<Flaw> Flaws) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public int? StatusCode => Kind.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(
                System.Globalization.CultureInfo.InvariantCulture);
        }

        return response.WriteAsJsonAsync(Document(httpContext), options: null, ContentType, httpContext.RequestAborted);
    }

    /// <summary>What is sent; the intake adds its items to it.</summary>
    public ProblemDocument Document(HttpContext context) => new(
        Kind.Type,
        Kind.Title,
        Kind.Status,
        Detail,
        Instance(context),
        Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
        Flaws.IsDefaultOrEmpty ? null : Flaws);

    // The path only: queries may hold what customers said.
    static string Instance(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = target.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? target : target[..end];
    }
}

/// <param name="Type">Says which error it is; stable, to branch on. docs/errors has a page of that name.</param>
/// <param name="Title">The error in a few words, the same every time.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong this time.</param>
/// <param name="Instance">The path that was asked.</param>
/// <param name="TraceId">Finds this request in logs and traces.</param>
/// <param name="Errors">What is wrong and where, when there is more to say.</param>
sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<Flaw>? Errors);

/// <summary>Thrown where a request is read, before there is a handler that could return the problem.</summary>
sealed class RefusedException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;
}
