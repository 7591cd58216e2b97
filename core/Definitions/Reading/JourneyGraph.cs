using System.Collections.Immutable;
using Engagement.Journeys;

namespace Engagement.Definitions.Reading;

/// <summary>How the steps of a journey lead to one another.</summary>
static class JourneyGraph
{
    /// <summary>Reports steps nothing leads to, and loops that could go round without time passing.</summary>
    public static void Check(Problems problems, ImmutableArray<Step> steps, ImmutableArray<Place> places)
    {
        var reached = Reachable(steps, steps[0].Id, passing: _ => true);
        reached.Add(steps[0].Id);
        for (var i = 0; i < steps.Length; i++)
        {
            if (!reached.Contains(steps[i].Id))
            {
                problems.Add(places[i], $"Nothing leads to the step '{steps[i].Id}'.");
            }
            else if (!TakesTime(steps[i])
                && Reachable(steps, steps[i].Id, passing: step => !TakesTime(step)).Contains(steps[i].Id))
            {
                problems.Add(
                    places[i],
                    $"The step '{steps[i].Id}' leads back to itself without waiting. A loop needs a wait for at least "
                    + "a minute, or a waitForEvent: an instant or a window may have passed already.");
            }
        }
    }

    /// <summary>The steps that lie on a loop.</summary>
    public static ImmutableHashSet<string> Repeating(ImmutableArray<Step> steps) =>
    [
        .. steps
            .Where(step => Reachable(steps, step.Id, passing: _ => true).Contains(step.Id))
            .Select(step => step.Id),
    ];

    /// <summary>Every step that can come after this one, going on only through those that may be passed.</summary>
    static HashSet<string> Reachable(ImmutableArray<Step> steps, string from, Func<Step, bool> passing)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var id))
        {
            foreach (var next in After(steps.First(step => step.Id == id)))
            {
                if (reached.Add(next) && passing(steps.First(step => step.Id == next)))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    static IEnumerable<string> After(Step step)
    {
        IEnumerable<string?> next = step switch
        {
            Step.Branch branch => [.. branch.Cases.Select(option => option.Next), branch.Next],
            Step.WaitForEvent wait => [wait.Next, wait.OnTimeout],
            _ => [step.Next],
        };
        return next.OfType<string>();
    }

    static bool TakesTime(Step step) => step switch
    {
        Step.Wait { For: { } period } => period.Roughly >= Limits.LoopRoundMin,
        Step.WaitForEvent wait => wait.Timeout.Roughly >= Limits.LoopRoundMin,
        _ => false,
    };
}
