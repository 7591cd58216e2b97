namespace Engagement.Alerts;

/// <summary>An agent's act on an alert.</summary>
public abstract record AlertAct(string AlertId, string Agent) : AgentAct(Agent)
{
    public sealed record Claim(string AlertId, string Agent) : AlertAct(AlertId, Agent);

    /// <param name="From">Who has it, as whoever takes it sees it: of another's it is not taken.</param>
    public sealed record TakeOver(string AlertId, string Agent, string From) : AlertAct(AlertId, Agent);

    public sealed record Release(string AlertId, string Agent) : AlertAct(AlertId, Agent);

    public sealed record Resolve(string AlertId, string Agent, string? Resolution) : AlertAct(AlertId, Agent);

    /// <param name="NoteId">The sender's own, so that a note whose answer was lost can be sent again.</param>
    public sealed record Note(string AlertId, string Agent, string Text, string? NoteId = null)
        : AlertAct(AlertId, Agent);
}

/// <summary>A journey wants agents to look.</summary>
/// <param name="Key">The effect's key; the alert's id follows from it.</param>
/// <param name="Title">A few words, from the definition.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Quote">The customer's own words, if any.</param>
sealed record Raise(
    string Key,
    Severity Severity,
    string Title,
    string Reason,
    string Rule,
    string? OrderId,
    int? Rating,
    string? Quote) : Command;
