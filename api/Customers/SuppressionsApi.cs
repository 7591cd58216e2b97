using System.Text.Json;
using Engagement.Access;
using Engagement.Alerts;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Customers;

/// <summary>Step 7: acts. Whoever knows that an address works lets it have letters again.</summary>
static class SuppressionsApi
{
    const int TextMax = 500;

    public static void MapSuppressions(this RouteGroupBuilder customer) =>
        customer.MapPost("/suppressions/lift", Lift).Needs(Scopes.AlertsWrite)
            .Named("liftSuppression", "Let an address that was suppressed have letters again")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.ActRefused);

    static async Task<Results<Ok<Acted>, Problem>> Lift(
        Caller caller, PathId id, Body<LiftRequest> body, CustomerCalls customers)
    {
        Refuse.Blank(body.Value.Address, "/address");
        Refuse.LongerThan(TextMax, body.Value.Address, "/address");
        Refuse.LongerThan(TextMax, body.Value.Channel, "/channel");
        using var step = Steps.Begin(Steps.Act);
        var key = new CustomerKey(caller.Workspace, id.Value);
        if (id.Value.Length == 0 || (await customers.Ask(key, customer => customer.View())).Version == 0)
        {
            return ProblemKind.NotFound.Because("Nothing has been heard of a customer of this id.");
        }

        var act = new AgentAct.LiftSuppression(body.Value.Channel, body.Value.Address, caller.Name);
        var said = JsonSerializer.Serialize<AgentAct>(act, CoreJson.Default.AgentAct);
        var answer = await customers.Ask(key, customer => customer.Act(said));
        return answer.Refusal is { } refusal
            ? ProblemKind.ActRefused.Because(refusal)
            : TypedResults.Ok(new Acted(answer.Version));
    }
}

/// <param name="Address">As the customer's state shows it.</param>
sealed record LiftRequest(string Address, string Channel = "email");
