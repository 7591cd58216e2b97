using System.Collections.Immutable;
using System.Text;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Orders;

namespace Engagement.Journeys;

/// <summary>
/// Moves runs that rest: because their time has come, because of an event, or because a date has moved.
/// </summary>
static class JourneyWaits
{
    public static void Hear(Turn turn, CustomerEvent e)
    {
        foreach (var run in turn.Customer.Runs)
        {
            if (!JourneyExits.IsAbout(run, e) || turn.Catalogue.Journey(run.Journey, run.Version) is not { } journey)
            {
                continue;
            }

            switch (journey.Step(run.Step))
            {
                case Step.WaitForEvent wait when IsWhatItWaitsFor(turn, wait, e):
                    Walk(turn, journey, run).From(wait.Next);
                    break;
                case Step.Wait { Until: not null } wait when e.Data.Order is not null:
                    Reconsider(turn, journey, run, wait);
                    break;
            }
        }
    }

    /// <summary>The run that became due first, if one is due.</summary>
    public static JourneyRun? FirstDue(Turn turn)
    {
        JourneyRun? first = null;
        foreach (var run in turn.Customer.Runs)
        {
            if (run.WakeAt <= turn.Now && !(first?.WakeAt <= run.WakeAt))
            {
                first = run;
            }
        }

        return first;
    }

    public static void Wake(Turn turn, JourneyRun run)
    {
        if (turn.Catalogue.Journey(run.Journey, run.Version) is not { } journey
            || journey.Step(run.Step) is not { } step)
        {
            turn.Add(new Fact.JourneyLeft(run.Entry, $"Version {run.Version} of the journey is not there any more."));
            return;
        }

        var walk = Walk(turn, journey, run);
        switch (step)
        {
            case Step.Wait { Timeout: not null } wait when walk.WakeAt(wait) is null:
                walk.From(wait.OnTimeout);
                break;
            case Step.Wait { Window: { } window }
                when window.Next(turn.Now, turn.Zone) is var opens && opens > turn.Now:
                // Woken late, or the customer's zone has changed: nobody is written to at night for that.
                walk.Rest(step, opens);
                break;
            case Step.Wait:
                walk.From(step.Next);
                break;
            case Step.WaitForEvent wait:
                walk.From(wait.OnTimeout);
                break;
            default:
                walk.From(step.Id);
                break;
        }
    }

    /// <summary>
    /// Runs that came to rest while a clock was ahead wait as long as they were to, from where we are now; an instant
    /// that the customer's story names stays what it is.
    /// </summary>
    public static void SetRight(Turn turn, ImmutableArray<string> runs, TimeSpan by)
    {
        foreach (var run in turn.Customer.Runs)
        {
            if (!runs.Contains(run.Entry)
                || run.WakeAt is not { } wakeAt
                || turn.Catalogue.Journey(run.Journey, run.Version) is not { } journey
                || journey.Step(run.Step) is not { } step)
            {
                continue;
            }

            var walk = Walk(turn, journey, run);
            walk.Rest(step, step is Step.Wait { For: null } wait
                ? walk.WakeAt(wait) ?? (wait.Timeout is null ? null : wakeAt - by)
                : wakeAt - by);
        }
    }

    static void Reconsider(Turn turn, Journey journey, JourneyRun run, Step.Wait wait)
    {
        var walk = Walk(turn, journey, run);
        var wakeAt = walk.WakeAt(wait) ?? (wait.Timeout is null ? null : run.WakeAt);
        if (wakeAt != run.WakeAt)
        {
            walk.Rest(wait, wakeAt);
        }
    }

    static bool IsWhatItWaitsFor(Turn turn, Step.WaitForEvent wait, CustomerEvent e) =>
        wait.Types.Contains(e.Type)
        && !OrderBook.IsPartOfDelivery(turn, e)
        && wait.When?.Holds(new(turn.Customer, turn.Order(e.Data.Order), e.Type, e.Json)) != false;

    static JourneyWalk Walk(Turn turn, Journey journey, JourneyRun run) =>
        new(turn, journey, run.Entry, run.Trigger is { } trigger ? Encoding.UTF8.GetBytes(trigger) : default);
}
