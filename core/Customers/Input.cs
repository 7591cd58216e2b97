using Engagement.Events;

namespace Engagement.Customers;

/// <summary>Anything that can make a customer change. Time comes in here and nowhere else.</summary>
public abstract record Input(DateTimeOffset Now)
{
    public sealed record EventArrived(CustomerEvent Event, DateTimeOffset Now) : Input(Now);

    /// <summary>Something the customer waits for may be due; which it is, the state tells.</summary>
    public sealed record FollowUpDue(DateTimeOffset Now) : Input(Now);

    public sealed record AgentActed(AgentAct Act, DateTimeOffset Now) : Input(Now);
}
