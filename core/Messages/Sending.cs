using Engagement.Policy;
using Engagement.Profile;

namespace Engagement.Messages;

/// <summary>Decides whether a message is sent, and with what in it.</summary>
static class Sending
{
    public static void On(DecisionContext context, Send send, PublishedMessages published)
    {
        var template = published.Templates.Find(send.Template);
        var profile = context.Of<CustomerProfile>();
        var reason = template is null
            ? $"No template '{send.Template}' is in force."
            : MessagePolicy.BlockReason(send.Order, send.EventType)
                ?? MessagePolicy.BlockReason(
                    profile, context.Of<MessageLog>().Suppressions, send.Channel, send.Purpose);
        if (template is null || reason is not null)
        {
            context.Add(new MessageFact.MessageWithheld(
                send.Key, send.Entry, send.Step, send.Channel, send.Template, reason!));
            return;
        }

        var isLetter = send.Channel == Channels.Email;
        var to = isLetter ? profile.Contact.Email! : send.To ?? "default";
        context.Add(new MessageFact.MessageQueued(
            send.Key,
            send.Entry,
            send.Step,
            send.Channel,
            template.Id,
            template.Version,
            send.Purpose,
            isLetter ? to : null));
        context.Do(new SendMessage(
            send.Key,
            send.Channel,
            template.Id,
            template.Version,
            to,
            send.Purpose,
            profile.Contact.Locale ?? context.Defaults.Locale,
            profile.Zone(context.Defaults).Id,
            MessageModel.Freeze(context.Customer, send),
            published.Look(template, send.Brand)));
    }
}
