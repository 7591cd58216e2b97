using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Engagement.Http;

/// <summary>A page of something that is listed newest first.</summary>
/// <param name="Before">What the page before gave as <c>next</c>; null for the first page.</param>
sealed record Page(long? Before, int Limit) : IEndpointParameterMetadataProvider
{
    public const int LimitMax = 200;
    public const int LimitDefault = 50;

    public static ValueTask<Page> BindAsync(HttpContext context)
    {
        var query = new QueryReader(context);
        var page = new Page(query.Number("before", 1), query.Limit());
        query.RefuseFlaws();
        return ValueTask.FromResult(page);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(QueryParameter.Number("before", "What the page before gave as next.", 1));
        builder.Metadata.Add(QueryParameter.Limit);
    }
}

/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">What to ask for to get the next page; null when this is the last one.</param>
sealed record Listed<TItem, TNext>(IReadOnlyList<TItem> Items, TNext? Next);

static class Listed
{
    /// <summary>A page and what comes after it, when one item more than it holds was asked of the store.</summary>
    public static Listed<TItem, long?> Of<TItem>(IReadOnlyList<TItem> found, int limit, Func<TItem, long> row) =>
        found.Count > limit
            ? new([.. found.Take(limit)], row(found[limit - 1]))
            : new(found, null);
}

/// <summary>A query parameter that a request reads by itself, for the OpenAPI document.</summary>
sealed record QueryParameter(string Name, string Type, string Description)
{
    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    public long? Default { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    public static QueryParameter Limit { get; } = new("limit", "integer", "How many items a page may hold.")
    {
        Minimum = 1,
        Maximum = Page.LimitMax,
        Default = Page.LimitDefault,
    };

    public static QueryParameter Number(string name, string description, long minimum) =>
        new(name, "integer", description) { Minimum = minimum };

    public static QueryParameter Text(string name, string description) => new(name, "string", description);

    public static QueryParameter Choice<T>(string name, string description)
        where T : struct, Enum => new(name, "string", description)
        {
            Choices = [.. Enum.GetNames<T>().Select(choice => choice.ToLowerInvariant())],
        };
}
