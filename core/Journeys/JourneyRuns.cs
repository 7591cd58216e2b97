using System.Collections.Immutable;
using Engagement.Customers;

namespace Engagement.Journeys;

/// <summary>How facts about journeys change a customer.</summary>
static class JourneyRuns
{
    /// <summary>What the name of a run ends with that can come only once for a customer.</summary>
    public const string Once = "once";

    public static JourneyRun? Find(Customer customer, string entry)
    {
        foreach (var run in customer.Runs)
        {
            if (run.Entry == entry)
            {
                return run;
            }
        }

        return null;
    }

    public static Customer Evolve(Customer customer, Fact.JourneyEntered entered) => customer with
    {
        Runs = customer.Runs.Add(new(
            entered.Entry,
            entered.Journey,
            entered.Version,
            entered.OrderId,
            entered.EventType,
            entered.Trigger,
            "",
            null,
            Repeats: entered.Repeats)),
    };

    public static Customer Evolve(Customer customer, Fact.JourneyMoved moved)
    {
        var run = Known(customer, moved.Entry);
        var next = run with { Step = moved.Step, WakeAt = moved.WakeAt, Moves = run.Moves + 1, Day = moved.Day };
        return customer with { Runs = customer.Runs.Replace(run, next) };
    }

    public static Customer Evolve(Customer customer, Fact.JourneyLeft left)
    {
        var run = Known(customer, left.Entry);
        return customer with
        {
            Runs = customer.Runs.Remove(run),
            Finished = run.Repeats ? customer.Finished : Bounded(customer.Finished.Add(run.Entry)),
        };
    }

    static JourneyRun Known(Customer customer, string entry) => Find(customer, entry)
        ?? throw new InvalidOperationException($"A fact speaks of a journey's run that is not under way: '{entry}'.");

    /// <summary>Forgets the oldest, but what comes only once for a customer last.</summary>
    static ImmutableArray<string> Bounded(ImmutableArray<string> finished)
    {
        if (finished.Length <= Customer.FinishedMax)
        {
            return finished;
        }

        for (var i = 0; i < finished.Length; i++)
        {
            if (!finished[i].EndsWith($":{Once}", StringComparison.Ordinal))
            {
                return finished.RemoveAt(i);
            }
        }

        return finished.RemoveAt(0);
    }
}
