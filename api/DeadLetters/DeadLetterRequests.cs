using System.Reflection;
using Engagement.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Engagement.DeadLetters;

sealed record DeadLetterPage(DeadLetterFilter Filter, long? Before, int Limit) : IEndpointParameterMetadataProvider
{
    public static ValueTask<DeadLetterPage> BindAsync(HttpContext context)
    {
        var query = new QueryReader(context);
        var filter = new DeadLetterFilter(
            query.Text("channel"),
            query.Text("reason"),
            query.Text("customer"),
            query.Text("template"),
            query.Instant("givenUpFrom"),
            query.Instant("givenUpUntil"));
        var page = new DeadLetterPage(filter, query.Number("before", 1), query.Limit());
        query.RefuseFlaws();
        return ValueTask.FromResult(page);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(QueryParameter.Text("channel", "Only what was to go there."));
        builder.Metadata.Add(QueryParameter.Text("reason", "Only those whose last error says this."));
        builder.Metadata.Add(QueryParameter.Text("customer", "Only this customer's."));
        builder.Metadata.Add(QueryParameter.Text("template", "Only messages of this template."));
        builder.Metadata.Add(QueryParameter.Text("givenUpFrom", "Only what was given up at this instant or later."));
        builder.Metadata.Add(QueryParameter.Text("givenUpUntil", "Only what was given up at this instant or before."));
        builder.Metadata.Add(QueryParameter.Number("before", "What the page before gave as next.", 1));
        builder.Metadata.Add(QueryParameter.Limit);
    }
}

/// <summary>Many dead letters at once. Members that are left out do not filter.</summary>
/// <param name="Channel">Where it was to go: <c>email</c>, <c>webhook</c> or <c>alert-desk</c>.</param>
/// <param name="Reason">Part of the last error.</param>
/// <param name="GivenUpUntil">With <paramref name="Expect"/>, what the count gave.</param>
/// <param name="Expect">
/// What the count gave as left; without it nothing is done but counted. When another number matches by now, nothing is
/// done either.
/// </param>
sealed record DeadLetterRequest(
    string? Channel = null,
    string? Reason = null,
    string? Customer = null,
    string? Template = null,
    DateTimeOffset? GivenUpFrom = null,
    DateTimeOffset? GivenUpUntil = null,
    long? Expect = null)
{
    const int TextMax = 200;

    public DeadLetterFilter Filter(DateTimeOffset now) => new(
        Channel, Reason, Customer, Template, GivenUpFrom, GivenUpUntil < now ? GivenUpUntil : now);

    public void Check()
    {
        Refuse.LongerThan(TextMax, Channel, "/channel");
        Refuse.LongerThan(TextMax, Reason, "/reason");
        Refuse.LongerThan(TextMax, Customer, "/customer");
        Refuse.LongerThan(TextMax, Template, "/template");
        Refuse.Unless(Reason is not "", "/reason", "It is empty.", "part of an error, or no such member");
        Refuse.Unless(
            Expect is null || GivenUpUntil is not null,
            "/givenUpUntil", "With an expectation it must be there.", "what the count gave");
    }
}

/// <param name="Done">Those that this call has dealt with.</param>
/// <param name="Left">Those that match and are left: expect so many in the next call.</param>
/// <param name="GivenUpUntil">For the next call: what is given up later is not among them.</param>
sealed record DeadLetterAnswer(int Done, long Left, DateTimeOffset GivenUpUntil);
