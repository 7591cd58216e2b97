using Engagement.Definitions;
using Engagement.Events;
using Engagement.Time;

namespace Engagement.Journeys;

/// <summary>One step of a journey; each kind has a file under <c>Steps</c>.</summary>
/// <param name="Next">The step that follows; null ends the run.</param>
public abstract record Step(string Id, string? Next)
{
    /// <summary>Whether doing it takes one of the steps that a decision may do: waiting does not.</summary>
    internal virtual bool IsWork => true;

    /// <summary>Steps it may lead to; null is the end.</summary>
    internal virtual IEnumerable<string?> Targets => [Next];

    /// <summary>Whether so much time passes in it that a loop through it may go round for ever.</summary>
    internal virtual bool TakesTime => false;

    /// <summary>The months that a rest here counts, whose day is to be kept; null for none.</summary>
    internal virtual Period? Months => null;

    /// <summary>The instant that a rest here waits for, which may not be known; null for none.</summary>
    internal virtual Field? Awaited => null;

    /// <summary>The template that it sends over a channel; null for none.</summary>
    internal virtual string? Sends(string channel) => null;

    /// <summary>Does it: where the run goes on, or how long it rests here.</summary>
    internal abstract Course Do(JourneyWalk walk);

    /// <summary>Its time has come, after the run has rested here.</summary>
    internal virtual Course Wake(JourneyWalk walk) => Course.To(Id);

    /// <summary>Whether an event that comes while the run rests here may change anything.</summary>
    internal virtual bool MayHear(CustomerEvent e) => false;

    /// <summary>Such an event has come; null when it changes nothing.</summary>
    internal virtual Course? On(JourneyWalk walk, CustomerEvent e) => null;

    /// <summary>When a rest is over that began while a clock was ahead by so much.</summary>
    internal virtual DateTimeOffset? Shifted(JourneyWalk walk, DateTimeOffset wakeAt, TimeSpan by) => wakeAt - by;
}

/// <summary>What comes of a step.</summary>
/// <param name="Rests">The run stays at the step.</param>
/// <param name="WakeAt">Until then, when it rests; null while only an event can move it.</param>
/// <param name="Next">Where it goes on, when it does not; null ends the run.</param>
readonly record struct Course(bool Rests, DateTimeOffset? WakeAt, string? Next)
{
    public static Course To(string? next) => new(false, null, next);

    public static Course Rest(DateTimeOffset? wakeAt) => new(true, wakeAt, null);
}
