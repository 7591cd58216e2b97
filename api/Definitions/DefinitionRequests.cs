using System.Globalization;
using System.Reflection;
using System.Text;
using Engagement.Http;
using Engagement.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Engagement.Definitions;

/// <summary>A document as its author wrote it.</summary>
sealed record DocumentBody(string Text) : IEndpointParameterMetadataProvider
{
    static readonly string[] s_types = ["application/yaml", "application/json", "text/yaml", "text/plain"];
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async ValueTask<DocumentBody> BindAsync(HttpContext context)
    {
        if (context.Request.ContentType is { Length: > 0 } sent &&
            !(MediaTypeHeaderValue.TryParse(sent, out var type) &&
                s_types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)))
        {
            throw new RefusedException(ProblemKind.MediaType.Because(
                "Send 'Content-Type: application/yaml', or application/json."));
        }

        try
        {
            using var reader = new StreamReader(context.Request.Body, s_strict);
            return new(await reader.ReadToEndAsync(context.RequestAborted));
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException(ProblemKind.Malformed.Because("The document is not UTF-8."));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(s_types, typeof(string)));
}

sealed record KindFilter(string? Kind) : IEndpointParameterMetadataProvider
{
    static readonly string[] s_kinds = [.. Kinds.All, Standing.Kind];

    public static ValueTask<KindFilter> BindAsync(HttpContext context)
    {
        var query = new QueryReader(context);
        var filter = new KindFilter(query.Word("kind", s_kinds));
        query.RefuseFlaws();
        return ValueTask.FromResult(filter);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(QueryParameter.Text("kind", "Only this kind.") with { Choices = s_kinds });
}

/// <param name="Version">Null for the newest.</param>
sealed record VersionChoice(int? Version) : IEndpointParameterMetadataProvider
{
    public static ValueTask<VersionChoice> BindAsync(HttpContext context)
    {
        var query = new QueryReader(context);
        var choice = new VersionChoice((int?)query.Number("version", 1, int.MaxValue));
        query.RefuseFlaws();
        return ValueTask.FromResult(choice);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(QueryParameter.Number("version", "Which version; left out, the newest.", 1));
}

/// <summary>The version an author has seen, from the conditional headers.</summary>
static class ExpectedVersion
{
    /// <returns>0 for "there is none yet", null for "whatever is there".</returns>
    public static int? Of(HttpRequest request)
    {
        if (request.Headers.IfNoneMatch == "*")
        {
            return 0;
        }

        if (request.Headers.IfMatch is not [var tag])
        {
            return null;
        }

        return EntityTagHeaderValue.TryParse(tag, out var parsed) && !parsed.IsWeak &&
            int.TryParse(parsed.Tag.AsSpan().Trim('"'), NumberStyles.None, null, out var version)
                ? version
                : throw new RefusedException(ProblemKind.Malformed.Because(
                    "If-Match takes one version in quotes, as it was in the ETag: If-Match: \"3\"."));
    }
}
