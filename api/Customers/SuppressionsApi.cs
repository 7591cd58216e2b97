using System.Text.Json;
using Engagement.Access;
using Engagement.Alerts;
using Engagement.Http;
using Engagement.Messages;
using Engagement.Problems;
using Engagement.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Customers;

/// <summary>Step 7: acts. Whoever knows that an address works lets it have letters again.</summary>
static class SuppressionsApi
{
    const int TextMax = 500;

    static readonly string[] s_channels = [Channels.Email, Channels.Webhook];

    public static void MapSuppressions(this RouteGroupBuilder customer) =>
        customer.MapPost("/suppressions/lift", Lift).Needs(Scopes.AlertsWrite)
            .Named("liftSuppression", "Let an address that was suppressed have letters again")
            .MayAnswer(ProblemKind.NotFound, ProblemKind.ActRefused);

    static async Task<Results<Ok<Acted>, Problem>> Lift(
        Caller caller,
        PathId id,
        Body<LiftRequest> body,
        CustomerCalls customers,
        AddressSuppressions suppressions)
    {
        var (address, channel) = (body.Value.Address, body.Value.Channel);
        Refuse.Blank(body.Value.Address, "/address");
        Refuse.LongerThan(TextMax, body.Value.Address, "/address");
        Refuse.Unless(
            s_channels.Contains(channel), "/channel", "There is no such channel.", string.Join(" or ", s_channels));
        using var step = Steps.Begin(Steps.Act);
        var key = new CustomerKey(caller.Workspace, id.Value);
        if (id.Value.Length == 0 || await customers.Ask(key, customer => customer.View()) is not { Version: > 0 })
        {
            return ProblemKind.NotFound.Because("Nothing has been heard of a customer of this id.");
        }

        var act = new MessageAct.LiftSuppression(channel, address, caller.Name);
        var said = JsonSerializer.Serialize<AgentAct>(act, CoreJson.AgentAct);
        var own = await customers.Ask(key, customer => customer.Act(said));

        // Whose letter it was does not matter: the address works again for everybody who has it.
        var lifted = own.Refusal is null;
        foreach (var holder in await suppressions.Holders(caller.Workspace, channel, address))
        {
            lifted |= (await customers.Ask(holder, customer => customer.Act(said))).Refusal is null;
        }

        return lifted ? TypedResults.Ok(new Acted(own.Version)) : ProblemKind.ActRefused.Because(own.Refusal!);
    }
}

/// <param name="Address">As the customer's state shows it.</param>
sealed record LiftRequest(string Address, string Channel = "email");
