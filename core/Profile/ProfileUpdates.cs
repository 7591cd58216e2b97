using Engagement.Events;

namespace Engagement.Profile;

/// <summary>What events say of the person, and of what they want to be sent.</summary>
static class ProfileUpdates
{
    static readonly Contact s_none = new();
    static readonly ContactTimes s_never = new();

    public static void OnEvent(DecisionContext context, CustomerEvent e)
    {
        switch (e.Data)
        {
            case EventData.CustomerIdentified identified:
                Meet(context, identified.Contact, e.OccurredAt);
                break;
            case EventData.CustomerUpdated updated:
                Meet(context, updated.Contact, e.OccurredAt);
                break;
            case EventData.OrderPlaced { Contact: { } contact }:
                Meet(context, contact, e.OccurredAt);
                break;
            case EventData.ConsentChanged c:
                context.Learn(new ProfileFact.ConsentChanged(c.Channel, c.Purpose, c.Granted, e.OccurredAt));
                break;
            case EventData.MessageUnsubscribed { Purpose: { } purpose }:
                Deny(context, purpose, e.OccurredAt);
                break;
            case EventData.MessageUnsubscribed:
                // Nothing was said of which kind, so they want none that is not part of their order.
                Deny(context, Purposes.Feedback, e.OccurredAt);
                Deny(context, Purposes.Marketing, e.OccurredAt);
                break;
        }
    }

    static void Deny(DecisionContext context, string purpose, DateTimeOffset at) =>
        context.Learn(new ProfileFact.ConsentChanged(Channels.Email, purpose, false, at));

    static void Meet(DecisionContext context, Contact told, DateTimeOffset at)
    {
        var profile = context.Of<CustomerProfile>();
        var (known, since) = (profile.Contact, profile.ContactSince ?? s_never);
        var news = told.With(known, since, at, static (told, known, since, at) =>
            told != known && Holds(told, known, since, at) ? told : null);
        var said = told.With(known, since, at, static (told, known, since, at) =>
            told == known && at > since ? told : null);
        if (news != s_none)
        {
            context.Add(new ProfileFact.ProfileChanged(news, at));
        }

        if (said != s_none)
        {
            context.Add(new ProfileFact.ProfileConfirmed(said, at));
        }
    }

    /// <summary>
    /// Each member for itself: what was said later holds, and of two said at one instant the one that sorts last,
    /// whichever of them we hear first.
    /// </summary>
    static bool Holds(string? told, string? known, DateTimeOffset? since, DateTimeOffset at) =>
        told is not null
        && (known is null || !(at < since) && (at != since || string.CompareOrdinal(told, known) > 0));
}
