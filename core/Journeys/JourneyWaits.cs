using Engagement.Events;

namespace Engagement.Journeys;

/// <summary>
/// Moves runs that rest: because their time has come, because of an event, or because a date has moved.
/// </summary>
static class JourneyWaits
{
    public static void OnEvent(DecisionContext context, CustomerEvent e, PublishedJourneys published)
    {
        foreach (var run in context.Of<JourneyRuns>().Runs)
        {
            if (JourneyExits.IsAbout(run, e)
                && published.Find(run.Journey, run.Version) is { } journey
                && journey.Step(run.Step) is { } step
                && step.MayHear(e))
            {
                new JourneyWalk(context, journey, run.Entry).On(step, e);
            }
        }
    }

    /// <summary>The run that became due first, if one is due.</summary>
    public static JourneyRun? FirstDue(DecisionContext context)
    {
        JourneyRun? first = null;
        foreach (var run in context.Of<JourneyRuns>().Runs)
        {
            if (run.WakeAt <= context.Now && !(first?.WakeAt <= run.WakeAt))
            {
                first = run;
            }
        }

        return first;
    }

    public static void Wake(DecisionContext context, JourneyRun run, PublishedJourneys published)
    {
        if (published.Find(run.Journey, run.Version) is not { } journey
            || journey.Step(run.Step) is not { } step)
        {
            context.Add(new JourneyFact.JourneyLeft(
                run.Entry, $"Version {run.Version} of the journey is not there any more."));
            return;
        }

        new JourneyWalk(context, journey, run.Entry).Wake(step);
    }

    /// <summary>
    /// Runs that came to rest while a clock was ahead wait as long as they were to, from where we are now.
    /// </summary>
    public static void On(DecisionContext context, JourneyAct.SetTimeRight act, PublishedJourneys published)
    {
        var by = act.Stood - context.Now;
        foreach (var run in context.Of<JourneyRuns>().Runs)
        {
            if (act.Runs.Contains(run.Entry)
                && run.WakeAt is { } wakeAt
                && published.Find(run.Journey, run.Version) is { } journey
                && journey.Step(run.Step) is { } step)
            {
                var walk = new JourneyWalk(context, journey, run.Entry);
                walk.Rest(step, step.Shifted(walk, wakeAt, by));
            }
        }
    }
}
