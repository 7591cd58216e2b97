namespace Engagement.Feedback;

/// <summary>What we concluded of what customers think.</summary>
public abstract record FeedbackFact : Fact
{
    public sealed record Reviewed(string ReviewId, string? OrderId, int Rating, DateTimeOffset At) : FeedbackFact;
}
