namespace Engagement;

/// <summary>What somebody asks a slice to do: a person, or another slice of the same customer.</summary>
public abstract record Command;

/// <summary>What somebody did, an agent at the console as a rule: one more input to the customer.</summary>
/// <param name="Agent">Who did it.</param>
public abstract record AgentAct(string Agent) : Command
{
    /// <summary>The product itself, where it acts and no person does.</summary>
    public const string System = "engagement";
}
