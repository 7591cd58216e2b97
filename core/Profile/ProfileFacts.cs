using Engagement.Events;

namespace Engagement.Profile;

/// <summary>What we concluded of who the customer is and what they agreed to.</summary>
public abstract record ProfileFact : Fact
{
    /// <summary>What is now known of the person; members that are null were not touched.</summary>
    /// <param name="At">When it was true, by the source's clock.</param>
    public sealed record ProfileChanged(Contact Contact, DateTimeOffset At) : ProfileFact;

    /// <summary>What was known of the person was said again, later: it holds against anything older.</summary>
    public sealed record ProfileConfirmed(Contact Contact, DateTimeOffset At) : ProfileFact;

    public sealed record ConsentChanged(string Channel, string Purpose, bool Granted, DateTimeOffset At) : ProfileFact;
}
