using System.Text.Json;
using Engagement.Access;
using Engagement.Customers;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Engagement.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Alerts;

/// <summary>Step 7: acts. What an agent does with an alert is one more input to its customer.</summary>
static class AlertsApi
{
    public const int TextMax = 4000;
    public const int NoteIdMax = 64;

    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapAlertsHub();
        var alerts = routes.MapGroup("/v1/alerts").WithTags("Alerts");
        alerts.MapGet("", List).Needs(Scopes.AlertsRead)
            .Named("listAlerts", "List alerts as they now are, newest first");
        alerts.MapGet("/feed", Feed).Needs(Scopes.AlertsRead)
            .Named("readFeed", "Read what happened to alerts after a position, in order");
        alerts.MapGet("/{alertId}", One).Needs(Scopes.AlertsRead)
            .Named("getAlert", "Read one alert and its history").MayAnswer(ProblemKind.NotFound);
        alerts.MapPost("/{alertId}/claim", Claim).MayBeRefused().Named("claimAlert", "Take an alert on");
        alerts.MapPost("/{alertId}/take-over", TakeOver).MayBeRefused()
            .Named("takeOverAlert", "Take an alert on that somebody else has");
        alerts.MapPost("/{alertId}/release", Release).MayBeRefused().Named("releaseAlert", "Give an alert back");
        alerts.MapPost("/{alertId}/resolve", Resolve).MayBeRefused().Named("resolveAlert", "Close an alert");
        alerts.MapPost("/{alertId}/notes", Note).MayBeRefused().Named("noteAlert", "Write a note on an alert");
    }

    static RouteHandlerBuilder MayBeRefused(this RouteHandlerBuilder route) =>
        route.Needs(Scopes.AlertsWrite).MayAnswer(ProblemKind.NotFound, ProblemKind.ActRefused);

    static async Task<Ok<AlertList>> List(
        Caller caller, AlertPage page, IAlertFeed feed, CancellationToken cancellation)
    {
        // Read before the list: a page that goes on from here may hear of a thing twice, and never misses one.
        var last = await feed.LastPosition(caller.Workspace, cancellation);
        var found = await feed.Alerts(caller.Workspace, page.Filter, page.Before, page.Limit + 1, cancellation);
        var listed = Listed.Of(found, page.Limit, alert => alert.Position);
        return TypedResults.Ok(new AlertList(listed.Items, listed.Next, last));
    }

    static async Task<Ok<FeedPage>> Feed(
        Caller caller, FeedCursor cursor, IAlertFeed feed, CancellationToken cancellation)
    {
        var items = await feed.After(caller.Workspace, cursor.After, cursor.Limit, cancellation);
        return TypedResults.Ok(new FeedPage(items, await feed.LastPosition(caller.Workspace, cancellation)));
    }

    static async Task<Results<Ok<AlertAnswer>, Problem>> One(
        Caller caller, PathId alertId, IAlertFeed feed, CancellationToken cancellation) =>
        await feed.Alert(caller.Workspace, alertId.Value, cancellation) is { } alert
            ? TypedResults.Ok(new AlertAnswer(alert, await feed.History(caller.Workspace, alertId.Value, cancellation)))
            : Unknown();

    static Task<Results<Ok<Acted>, Problem>> Claim(
        Caller caller, PathId alertId, IAlertFeed feed, CustomerCalls customers) =>
        Act(caller, new AlertAct.Claim(alertId.Value, caller.Name), feed, customers);

    static Task<Results<Ok<Acted>, Problem>> TakeOver(
        Caller caller, PathId alertId, Body<TakeOverRequest> body, IAlertFeed feed, CustomerCalls customers) =>
        Act(caller, new AlertAct.TakeOver(alertId.Value, caller.Name, body.Value.From), feed, customers);

    static Task<Results<Ok<Acted>, Problem>> Release(
        Caller caller, PathId alertId, IAlertFeed feed, CustomerCalls customers) =>
        Act(caller, new AlertAct.Release(alertId.Value, caller.Name), feed, customers);

    static Task<Results<Ok<Acted>, Problem>> Resolve(
        Caller caller, PathId alertId, Body<ResolveRequest> body, IAlertFeed feed, CustomerCalls customers)
    {
        Refuse.LongerThan(TextMax, body.Value.Resolution, "/resolution");
        return Act(caller, new AlertAct.Resolve(alertId.Value, caller.Name, body.Value.Resolution), feed, customers);
    }

    static Task<Results<Ok<Acted>, Problem>> Note(
        Caller caller, PathId alertId, Body<NoteRequest> body, IAlertFeed feed, CustomerCalls customers)
    {
        Refuse.Blank(body.Value.Text, "/text");
        Refuse.LongerThan(TextMax, body.Value.Text, "/text");
        Refuse.Unless(
            body.Value.Id is null or { Length: > 0 and <= NoteIdMax },
            "/id", "It has no length that an id may have.", $"1 to {NoteIdMax} characters, or no id");
        var note = new AlertAct.Note(alertId.Value, caller.Name, body.Value.Text, body.Value.Id);
        return Act(caller, note, feed, customers);
    }

    static async Task<Results<Ok<Acted>, Problem>> Act(
        Caller caller, AlertAct act, IAlertFeed feed, CustomerCalls customers)
    {
        using var step = Steps.Begin(Steps.Act);
        if (await feed.Alert(caller.Workspace, act.AlertId, CancellationToken.None) is not { } alert)
        {
            return Unknown();
        }

        var said = JsonSerializer.Serialize<AgentAct>(act, CoreJson.AgentAct);
        var answer = await customers.Ask(new(caller.Workspace, alert.CustomerId), customer => customer.Act(said));
        return answer.Refusal is { } refusal
            ? ProblemKind.ActRefused.Because(refusal)
            : TypedResults.Ok(new Acted(answer.Version));
    }

    static Problem Unknown() => ProblemKind.NotFound.Because("There is no alert of this id.");
}
