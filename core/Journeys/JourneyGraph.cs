using System.Collections.Immutable;
using Engagement.Definitions.Reading;

namespace Engagement.Journeys;

/// <summary>How the steps of a journey lead to one another.</summary>
static class JourneyGraph
{
    /// <summary>Reports steps nothing leads to, and loops that could go round without time passing.</summary>
    /// <param name="steps">Null is one that could not be read.</param>
    /// <param name="isWhole">All were, and each leads to one that there is: else who knows what they lead to.</param>
    public static void Check(
        Problems problems, ImmutableArray<Step?> steps, ImmutableArray<Place> places, bool isWhole)
    {
        ImmutableArray<Step> known = [.. steps.OfType<Step>()];
        var reached = isWhole ? Reachable(known, known[0].Id, passing: _ => true) : [];
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] is not { } step)
            {
                continue;
            }

            if (isWhole && i > 0 && !reached.Contains(step.Id))
            {
                problems.Add(places[i], $"Nothing leads to the step '{step.Id}'.");
            }
            else if (!step.TakesTime
                && Reachable(known, step.Id, passing: passed => !passed.TakesTime).Contains(step.Id))
            {
                problems.Add(
                    places[i],
                    $"The step '{step.Id}' leads back to itself without waiting. A loop needs a wait for at least "
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
            foreach (var next in Find(id)!.Targets.OfType<string>())
            {
                if (reached.Add(next) && Find(next) is { } following && passing(following))
                {
                    open.Push(next);
                }
            }
        }

        return reached;

        Step? Find(string id) => steps.FirstOrDefault(step => step.Id == id);
    }
}
