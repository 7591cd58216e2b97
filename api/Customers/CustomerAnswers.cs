using System.Reflection;
using Engagement.Http;
using Engagement.Loyalty;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.Metadata;

namespace Engagement.Customers;

/// <param name="After">What the page before gave as <c>next</c>.</param>
/// <param name="Filter">Which customers.</param>
sealed record CustomerPage(CustomerFilter Filter, string? After, int Limit) : IEndpointParameterMetadataProvider
{
    public static ValueTask<CustomerPage> BindAsync(HttpContext context)
    {
        var query = new QueryReader(context);
        var waits = query.Choice<WaitsFor>("waitsFor");
        var page = new CustomerPage(
            new(query.Text("search"), waits == WaitsFor.Unknown), query.Text("after"), query.Limit());
        query.RefuseFlaws();
        return ValueTask.FromResult(page);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(QueryParameter.Text("search", "Part of an id, name or e-mail address."));
        builder.Metadata.Add(QueryParameter.Choice<WaitsFor>(
            "waitsFor", "Those alone with a journey that waits for something nobody knows."));
        builder.Metadata.Add(QueryParameter.Text("after", "What the page before gave as next."));
        builder.Metadata.Add(QueryParameter.Limit);
    }
}

/// <summary>What the journeys of a customer wait for, to be asked for.</summary>
enum WaitsFor
{
    Unknown,
}

/// <param name="UnknownWaits">Journeys that wait for something nobody knows.</param>
sealed record CustomerLine(
    string CustomerId,
    long Version,
    string? Name,
    string? Email,
    int Orders,
    int OpenAlerts,
    long PointsPending,
    long PointsAvailable,
    DateTimeOffset LastSeenAt,
    int UnknownWaits)
{
    public static CustomerLine Of(ListedCustomer listed) => new(
        listed.CustomerId,
        listed.Version,
        listed.Row.Name,
        listed.Row.Email,
        listed.Row.Orders,
        listed.Row.OpenAlerts,
        listed.Row.PointsPending,
        listed.Row.PointsAvailable,
        listed.Row.LastSeenAt,
        listed.Row.UnknownWaits);
}

sealed record CustomerAnswer(string CustomerId, long Version, CustomerState Customer);

/// <param name="Kind"><c>event</c>, <c>follow-up</c> or <c>act</c>.</param>
/// <param name="Revision">The revision of the workspace's definitions it was decided by.</param>
/// <param name="Input">What came in.</param>
/// <param name="Facts">What was concluded.</param>
sealed record TimelineEntry(
    long Version, DateTimeOffset At, string Kind, TimelineEvent? Event, long Revision, RawJson Input, RawJson Facts)
{
    public static TimelineEntry Of(JournalEntry entry) => new(
        entry.Version,
        entry.At,
        entry.Kind,
        entry.Event is { } stamp ? new(stamp.Key.Source, stamp.Key.Id, stamp.Type, stamp.OccurredAt) : null,
        entry.Revision,
        new(entry.Input),
        new(entry.Facts));
}

sealed record TimelineEvent(string Source, string Id, string Type, DateTimeOffset OccurredAt);

/// <param name="Lots">What was earned at once, and what became of it.</param>
/// <param name="Entries">The ledger, newest first; a balance is the sum of its entries.</param>
sealed record PointsAnswer(
    long Pending,
    long Available,
    IReadOnlyList<PointsLot> Lots,
    IReadOnlyList<BookedEntry> Entries,
    long? Next);

/// <param name="Finished">Names of the newest finished runs, oldest first.</param>
sealed record JourneysAnswer(IReadOnlyList<RunState> Running, IReadOnlyList<string> Finished);
