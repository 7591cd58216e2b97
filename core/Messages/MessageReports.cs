using Engagement.Customers;
using Engagement.Events;

namespace Engagement.Messages;

/// <summary>What we hear of messages that went out.</summary>
static class MessageReports
{
    public static void Hear(Turn turn, CustomerEvent e)
    {
        switch (e.Data)
        {
            case EventData.MessageBounced { Hard: true } bounced when turn.Customer.Contact.Email is { } address:
                var reason = bounced.Reason is null ? "It bounced for good." : $"It bounced for good: {bounced.Reason}";
                turn.Learn(new Fact.AddressSuppressed(Channels.Email, address, reason));
                break;
            case EventData.MessageUnsubscribed { Purpose: { } purpose }:
                turn.Learn(new Fact.ConsentChanged(Channels.Email, purpose, false, e.OccurredAt));
                break;
            case EventData.MessageUnsubscribed:
                // Nothing was said of which kind, so they want none that is not part of their order.
                turn.Learn(new Fact.ConsentChanged(Channels.Email, Purposes.Feedback, false, e.OccurredAt));
                turn.Learn(new Fact.ConsentChanged(Channels.Email, Purposes.Marketing, false, e.OccurredAt));
                break;
        }
    }
}
