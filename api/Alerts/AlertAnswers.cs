using System.Reflection;
using Engagement.Http;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.Metadata;

namespace Engagement.Alerts;

sealed record AlertPage(AlertFilter Filter, long? Before, int Limit) : IEndpointParameterMetadataProvider
{
    public static ValueTask<AlertPage> BindAsync(HttpContext context)
    {
        var query = new QueryReader(context);
        var filter = new AlertFilter(
            query.Choice<AlertStatus>("status"),
            query.Choice<Severity>("severity"),
            query.Text("customer"),
            query.Text("claimedBy"));
        var page = new AlertPage(filter, query.Number("before", 1), query.Limit());
        query.RefuseFlaws();
        return ValueTask.FromResult(page);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(QueryParameter.Choice<AlertStatus>("status", "Only alerts that stand so."));
        builder.Metadata.Add(QueryParameter.Choice<Severity>("severity", "Only alerts of this severity or above."));
        builder.Metadata.Add(QueryParameter.Text("customer", "Only this customer's."));
        builder.Metadata.Add(QueryParameter.Text("claimedBy", "Only those this agent has claimed."));
        builder.Metadata.Add(QueryParameter.Number("before", "What the page before gave as next.", 1));
        builder.Metadata.Add(QueryParameter.Limit);
    }
}

/// <summary>A place in the feed: everything up to it has been seen.</summary>
sealed record FeedCursor(long After, int Limit) : IEndpointParameterMetadataProvider
{
    public static ValueTask<FeedCursor> BindAsync(HttpContext context)
    {
        var query = new QueryReader(context);
        var cursor = new FeedCursor(query.Number("after") ?? 0, query.Limit());
        query.RefuseFlaws();
        return ValueTask.FromResult(cursor);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(QueryParameter.Number("after", "The last position the caller has; 0 for all.", 0));
        builder.Metadata.Add(QueryParameter.Limit);
    }
}

/// <param name="LastPosition">Follow the feed from here to keep the list true.</param>
sealed record AlertList(IReadOnlyList<AlertRow> Items, long? Next, long LastPosition);

sealed record FeedPage(IReadOnlyList<FeedEntry> Items, long LastPosition);

/// <param name="History">Everything that happened to it, in order.</param>
sealed record AlertAnswer(AlertRow Alert, IReadOnlyList<FeedEntry> History);

/// <param name="From">Who has it, as the caller sees it; when it is somebody else by now, it is refused.</param>
sealed record TakeOverRequest(string From);

/// <param name="Resolution">What came of it, in the agent's words.</param>
sealed record ResolveRequest(string? Resolution = null);

/// <param name="Id">Made by the sender, once for each note: sent again under it, a note is not written twice.</param>
sealed record NoteRequest(string Text, string? Id = null);

/// <param name="Version">The customer's version after the act.</param>
sealed record Acted(long Version);
