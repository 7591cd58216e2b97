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
            case EventData.MessageBounced { Hard: true } bounced when Letter(turn, bounced.MessageId) is { } letter:
                var reason = bounced.Reason is null ? "It bounced for good." : $"It bounced for good: {bounced.Reason}";
                turn.Learn(new Fact.AddressSuppressed(Channels.Email, letter.Address, reason));
                break;
            case EventData.MessageBounced { Hard: false } bounced when Letter(turn, bounced.MessageId) is { } letter:
                SuppressedAddresses.CountSoft(turn, letter, e.OccurredAt);
                break;
            case EventData.MessageOpened opened:
                Reached(turn, opened.MessageId);
                break;
            case EventData.MessageClicked clicked:
                Reached(turn, clicked.MessageId);
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

    static void Reached(Turn turn, string messageId)
    {
        if (Letter(turn, messageId) is { } letter)
        {
            turn.Learn(new Fact.AddressReached(letter.Address));
        }
    }

    static SentLetter? Letter(Turn turn, string messageId) =>
        SentLetters.Find(turn.Customer, turn.Catalogue.Workspace, messageId);
}
