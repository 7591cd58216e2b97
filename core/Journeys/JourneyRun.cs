namespace Engagement.Journeys;

/// <summary>One run of a journey: the version it began with, the step it stands at, and when it wakes.</summary>
/// <param name="Entry">Names the run within the customer, for example <c>review-request:order-7</c>.</param>
/// <param name="Trigger">The data of the event that began it, as JSON text.</param>
/// <param name="Step">Where it stands: a wait, or a step that is still to be done.</param>
/// <param name="WakeAt">When it goes on by itself; null while only an event can move it.</param>
/// <param name="Moves">How often it has come to rest: tells the rounds of a loop apart.</param>
/// <param name="Repeats">Its name need not be remembered when it is over.</param>
/// <param name="Day">The day of the month at which its months of waiting began, where a month was too short.</param>
public sealed record JourneyRun(
    string Entry,
    string Journey,
    int Version,
    string? OrderId,
    string? EventType,
    string? Trigger,
    string Step,
    DateTimeOffset? WakeAt,
    int Moves = 0,
    bool Repeats = false,
    int? Day = null);
