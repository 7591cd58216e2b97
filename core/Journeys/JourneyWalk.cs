using System.Text;
using Engagement.Definitions;
using Engagement.Events;
using Engagement.Orders;
using Engagement.Profile;
using Engagement.Time;

namespace Engagement.Journeys;

/// <summary>Takes one run from step to step until it rests or ends.</summary>
sealed class JourneyWalk(DecisionContext context, Journey journey, string entry)
{
    ReadOnlyMemory<byte>? _trigger;

    public DecisionContext Context => context;

    public DateTimeOffset Now => context.Now;

    public Journey Journey => journey;

    public string Entry => entry;

    /// <summary>The data of the event that the run began with.</summary>
    public ReadOnlyMemory<byte> Trigger
    {
        get => _trigger ??= Run.Trigger is { } text ? Encoding.UTF8.GetBytes(text) : default;
        init => _trigger = value;
    }

    public JourneyRun Run => context.Of<JourneyRuns>().Find(entry)
        ?? throw new InvalidOperationException($"The run '{entry}' is not under way.");

    /// <summary>The order that the run is about, if any.</summary>
    public Order? Order => context.Of<OrderBook>().Find(Run.OrderId);

    public Scope Scope
    {
        get
        {
            var run = Run;
            return new(context.Customer, context.Of<OrderBook>().Find(run.OrderId), run.EventType, Trigger);
        }
    }

    public LocalZone Zone => context.Of<CustomerProfile>().Zone(context.Defaults);

    /// <summary>Goes on from a step that is still to be done; null ends the run.</summary>
    public void From(string? id)
    {
        while (journey.Step(id) is { } step)
        {
            var course = step.IsWork && !context.Spend() ? Course.Rest(context.Now) : step.Do(this);
            if (course.Rests)
            {
                Rest(step, course.WakeAt);
                return;
            }

            id = course.Next;
        }

        context.Add(new JourneyFact.JourneyLeft(entry, "It came to its end."));
    }

    /// <summary>The run rests at this step, and its time has come.</summary>
    public void Wake(Step step) => Take(step, step.Wake(this));

    /// <summary>The run rests at this step, and an event has come.</summary>
    public void On(Step step, CustomerEvent e)
    {
        if (step.On(this, e) is { } course)
        {
            Take(step, course);
        }
    }

    public void Rest(Step step, DateTimeOffset? wakeAt)
    {
        if (Run.Moves >= JourneyRuns.RestsMax)
        {
            context.Add(new JourneyFact.JourneyLeft(
                entry, $"It has waited {JourneyRuns.RestsMax} times, as often as a run may."));
            return;
        }

        var day = step.Months is { } period ? Aim(period) : Run.Day;
        context.Add(new JourneyFact.JourneyMoved(
            entry, step.Id, wakeAt, wakeAt is { } at && day > Zone.Local(at).Day ? day : null));
    }

    /// <summary>The day of the month at which months of waiting aim.</summary>
    public int? Aim(Period period) => period.Aim(context.Now, Zone, Run.Day);

    /// <summary>The same step of the same run always has the same key; rounds of a loop are told apart.</summary>
    public string Key(Step step) =>
        journey.Repeating.Contains(step.Id) ? $"{entry}/{step.Id}#{Run.Moves}" : $"{entry}/{step.Id}";

    void Take(Step step, Course course)
    {
        if (course.Rests)
        {
            Rest(step, course.WakeAt);
        }
        else
        {
            From(course.Next);
        }
    }
}
