using Engagement.Events;

namespace Engagement.Messages;

/// <summary>What we hear of messages that went out.</summary>
static class MessageReports
{
    public static void OnEvent(DecisionContext context, CustomerEvent e)
    {
        switch (e.Data)
        {
            case EventData.MessageBounced { Hard: true } bounced when Letter(context, bounced.MessageId) is { } letter:
                var reason = bounced.Reason is null ? "It bounced for good." : $"It bounced for good: {bounced.Reason}";
                context.Learn(new MessageFact.AddressSuppressed(Channels.Email, letter.Address, reason));
                break;
            case EventData.MessageBounced { Hard: false } bounced when Letter(context, bounced.MessageId) is { } letter:
                Suppressing.CountSoft(context, letter, e.OccurredAt);
                break;
            case EventData.MessageOpened opened:
                Reached(context, opened.MessageId);
                break;
            case EventData.MessageClicked clicked:
                Reached(context, clicked.MessageId);
                break;
        }
    }

    static void Reached(DecisionContext context, string messageId)
    {
        if (Letter(context, messageId) is { } letter)
        {
            context.Learn(new MessageFact.AddressReached(letter.Address));
        }
    }

    static SentLetter? Letter(DecisionContext context, string messageId) => context.Of<MessageLog>()
        .Find(new(context.Defaults.Workspace, context.Customer.Id), messageId);
}
