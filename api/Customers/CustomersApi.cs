using System.Text.Json;
using Engagement.Access;
using Engagement.Catalogues;
using Engagement.Http;
using Engagement.Messages;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Customers;

/// <summary>What is known of customers, as lists and one by one.</summary>
static class CustomersApi
{
    public static void AddCustomers(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<CustomerCalls>();

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/v1/customers").WithTags("Customers");
        customers.MapGet("", List).Needs(Scopes.CustomersRead).Named("listCustomers", "List customers, by id");
        var one = customers.MapGroup("/{id}");
        one.MapGet("", One).Needs(Scopes.CustomersRead)
            .Named("getCustomer", "Read a customer's state, as decisions see it").MayAnswer(ProblemKind.NotFound);
        one.MapGet("/timeline", Timeline).Needs(Scopes.CustomersRead)
            .Named("getTimeline", "Read what happened to a customer, and what was concluded")
            .MayAnswer(ProblemKind.NotFound);
        one.MapGet("/points", Points).Needs(Scopes.CustomersRead)
            .Named("getPoints", "Read a customer's points: balance, lots and ledger").MayAnswer(ProblemKind.NotFound);
        one.MapGet("/journeys", Journeys).Needs(Scopes.CustomersRead)
            .Named("getJourneys", "Read which journeys a customer is in").MayAnswer(ProblemKind.NotFound);
        one.MapSuppressions();
        one.MapGet("/messages", Messages).Needs(Scopes.MessagesRead)
            .Named("getCustomerMessages", "Read what was sent to a customer, and what was held back")
            .MayAnswer(ProblemKind.NotFound);
    }

    static async Task<Ok<Listed<CustomerLine, string>>> List(
        Caller caller, CustomerPage page, ICustomerReads reads, CancellationToken cancellation)
    {
        var found = await reads.List(caller.Workspace, page.Filter, page.After, page.Limit + 1, cancellation);
        var lines = found.Take(page.Limit).Select(CustomerLine.Of).ToList();
        return TypedResults.Ok(new Listed<CustomerLine, string>(
            lines, found.Length > page.Limit ? lines[^1].CustomerId : null));
    }

    static async Task<Results<Ok<CustomerAnswer>, Problem>> One(
        Caller caller,
        PathId id,
        CustomerCalls customers,
        CatalogueCache catalogues,
        AddressSuppressions suppressions,
        CancellationToken cancellation)
    {
        if (await Find(caller, id, customers) is not { } found)
        {
            return Unknown();
        }

        var rules = await catalogues.For(caller.Workspace, cancellation);
        var state = CustomerState.Of(
            found.State, rules.Catalogue, await suppressions.Of(caller.Workspace, found.State));
        return TypedResults.Ok(new CustomerAnswer(id.Value, found.Version, state));
    }

    static async Task<Results<Ok<Listed<TimelineEntry, long?>>, Problem>> Timeline(
        Caller caller, PathId id, Page page, ICustomerReads reads, CancellationToken cancellation)
    {
        var key = new CustomerKey(caller.Workspace, id.Value);
        if (!await reads.Exists(key, cancellation))
        {
            return Unknown();
        }

        var entries = await reads.Timeline(key, page.Before, page.Limit + 1, cancellation);
        return TypedResults.Ok(Listed.Of([.. entries.Select(TimelineEntry.Of)], page.Limit, entry => entry.Version));
    }

    static async Task<Results<Ok<PointsAnswer>, Problem>> Points(
        Caller caller, PathId id, Page page, CustomerCalls customers, ICustomerReads reads)
    {
        if (await Find(caller, id, customers) is not { State: var state })
        {
            return Unknown();
        }

        var booked = await reads.Ledger(
            new(caller.Workspace, id.Value), page.Before, page.Limit + 1, CancellationToken.None);
        var entries = Listed.Of(booked, page.Limit, entry => entry.Row);
        return TypedResults.Ok(new PointsAnswer(
            state.Points.Pending, state.Points.Available, state.Points.Lots, entries.Items, entries.Next));
    }

    static async Task<Results<Ok<JourneysAnswer>, Problem>> Journeys(
        Caller caller, PathId id, CustomerCalls customers, CatalogueCache catalogues, CancellationToken cancellation)
    {
        if (await Find(caller, id, customers) is not { State: var state })
        {
            return Unknown();
        }

        var catalogue = (await catalogues.For(caller.Workspace, cancellation)).Catalogue;
        return TypedResults.Ok(new JourneysAnswer(
            [.. state.Journeys.Runs.Select(run => RunState.Of(run, state, catalogue))], state.Journeys.Finished));
    }

    static async Task<Results<Ok<Listed<MessageLine, long?>>, Problem>> Messages(
        Caller caller, PathId id, Page page, ICustomerReads reads, CancellationToken cancellation)
    {
        if (!await reads.Exists(new(caller.Workspace, id.Value), cancellation))
        {
            return Unknown();
        }

        var found = await reads.Messages(caller.Workspace, id.Value, page.Before, page.Limit + 1, cancellation);
        var lines = found.Select(message => MessageLine.Of(caller.Workspace, message));
        return TypedResults.Ok(Listed.Of([.. lines], page.Limit, message => message.Row));
    }

    static async ValueTask<Found?> Find(Caller caller, PathId id, CustomerCalls customers)
    {
        if (id.Value.Length == 0)
        {
            return null;
        }

        var view = await customers.Ask(new(caller.Workspace, id.Value), customer => customer.View());
        return view.Version == 0
            ? null
            : new(view.Version, JsonSerializer.Deserialize(view.Json, CoreJson.Customer)!);
    }

    static Problem Unknown() => ProblemKind.NotFound.Because("Nothing has been heard of a customer of this id.");

    sealed record Found(long Version, Customer State);
}
