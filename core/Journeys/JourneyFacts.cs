namespace Engagement.Journeys;

/// <summary>What we concluded of journeys.</summary>
public abstract record JourneyFact : Fact
{
    /// <param name="Entry">
    /// Names this run of the journey within the customer, for example <c>review-request:order-7</c>.
    /// </param>
    /// <param name="OrderId">The order the run is about, if any.</param>
    /// <param name="Trigger">
    /// The event's data as JSON text, which conditions and templates of later steps look at; null when the run was over
    /// within its first turn, for the event itself is in the journal beside this fact.
    /// </param>
    /// <param name="Repeats">The name need not be remembered after the run: it cannot come again, or may.</param>
    public sealed record JourneyEntered(
        string Entry,
        string Journey,
        int Version,
        string? OrderId,
        string? EventType,
        string? Trigger,
        bool Repeats = false) : JourneyFact;

    /// <summary>The trigger fitted, and the customer did not enter: what held it back.</summary>
    public sealed record JourneyDeclined(string Journey, int Version, string Reason) : JourneyFact;

    /// <param name="WakeAt">When the step is due; null when it is waiting for an event only.</param>
    /// <param name="Day">The day of the month that its months aim at, while months are too short for it.</param>
    public sealed record JourneyMoved(string Entry, string Step, DateTimeOffset? WakeAt, int? Day = null)
        : JourneyFact;

    public sealed record JourneyLeft(string Entry, string Reason) : JourneyFact;
}
