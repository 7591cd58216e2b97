using System.Collections.Immutable;

namespace Engagement.Journeys;

/// <summary>What people do about journeys under way.</summary>
public abstract record JourneyAct(string Agent) : AgentAct(Agent)
{
    /// <summary>The customer's time comes back to ours: a clock was ahead when they were last touched.</summary>
    /// <param name="Stood">Where their time stood. What was told then counts as told now.</param>
    /// <param name="Runs">Runs of journeys that came to rest while that clock was ahead.</param>
    public sealed record SetTimeRight(DateTimeOffset Stood, ImmutableArray<string> Runs, string Agent)
        : JourneyAct(Agent);
}
