namespace Engagement.Alerts;

/// <summary>What we concluded of alerts.</summary>
public abstract record AlertFact : Fact
{
    public abstract string AlertId { get; init; }

    public sealed record AlertRaised(string AlertId, Severity Severity, string Rule, string Reason, DateTimeOffset At)
        : AlertFact;

    /// <param name="From">Who had it until then, when it was taken over.</param>
    public sealed record AlertClaimed(string AlertId, string Agent, string? From = null) : AlertFact;

    public sealed record AlertReleased(string AlertId, string Agent) : AlertFact;

    public sealed record AlertResolved(string AlertId, string Agent, string? Resolution) : AlertFact;

    public sealed record AlertNoted(string AlertId, string Agent, string Text, string? NoteId = null) : AlertFact;
}
