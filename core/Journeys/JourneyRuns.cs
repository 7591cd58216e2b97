using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Engagement.Journeys;

/// <summary>The customer's runs of journeys.</summary>
public sealed record JourneyRuns
{
    /// <summary>Finished journey runs remembered, so that an entry is not made twice.</summary>
    public const int FinishedMax = 256;

    /// <summary>Journey runs under way at once; more are declined.</summary>
    public const int RunsMax = 128;

    /// <summary>
    /// How often a run may come to rest before it ends: a step or more a day for ten years and more. It is the end of
    /// loops that would go round for ever.
    /// </summary>
    public const int RestsMax = 10_000;

    /// <summary>What the name of a run ends with that can come only once for a customer.</summary>
    internal const string Once = "once";

    /// <summary>Those under way.</summary>
    public ImmutableArray<JourneyRun> Runs { get; init; } = [];

    /// <summary>Names of the newest finished runs, oldest first.</summary>
    public ImmutableArray<string> Finished { get; init; } = [];

    /// <summary>When the next run goes on by itself; null while none is to.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var run in Runs)
            {
                next = run.WakeAt < next || next is null ? run.WakeAt ?? next : next;
            }

            return next;
        }
    }

    public JourneyRun? Find(string entry)
    {
        foreach (var run in Runs)
        {
            if (run.Entry == entry)
            {
                return run;
            }
        }

        return null;
    }

    /// <summary>Whether a run about this order is under way.</summary>
    public bool Awaits(string orderId)
    {
        foreach (var run in Runs)
        {
            if (run.OrderId == orderId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The runs after one more fact; the same object when it changes nothing.</summary>
    public static JourneyRuns Evolve(JourneyRuns journeys, JourneyFact fact) => fact switch
    {
        JourneyFact.JourneyEntered entered => journeys with { Runs = journeys.Runs.Add(Begun(entered)) },
        JourneyFact.JourneyDeclined => journeys,
        JourneyFact.JourneyMoved moved => Evolve(journeys, moved),
        JourneyFact.JourneyLeft left => Evolve(journeys, left),
        _ => throw new NotSupportedException($"No way to evolve on {fact.GetType().Name}."),
    };

    static JourneyRun Begun(JourneyFact.JourneyEntered entered) => new(
        entered.Entry,
        entered.Journey,
        entered.Version,
        entered.OrderId,
        entered.EventType,
        entered.Trigger,
        "",
        null,
        Repeats: entered.Repeats);

    static JourneyRuns Evolve(JourneyRuns journeys, JourneyFact.JourneyMoved moved)
    {
        var run = journeys.Known(moved.Entry);
        var next = run with { Step = moved.Step, WakeAt = moved.WakeAt, Moves = run.Moves + 1, Day = moved.Day };
        return journeys with { Runs = journeys.Runs.Replace(run, next) };
    }

    static JourneyRuns Evolve(JourneyRuns journeys, JourneyFact.JourneyLeft left)
    {
        var run = journeys.Known(left.Entry);
        return journeys with
        {
            Runs = journeys.Runs.Remove(run),
            Finished = run.Repeats ? journeys.Finished : Bounded(journeys.Finished.Add(run.Entry)),
        };
    }

    JourneyRun Known(string entry) => Find(entry)
        ?? throw new InvalidOperationException($"A fact speaks of a journey's run that is not under way: '{entry}'.");

    /// <summary>Forgets the oldest, but what comes only once for a customer last.</summary>
    static ImmutableArray<string> Bounded(ImmutableArray<string> finished)
    {
        if (finished.Length <= FinishedMax)
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
