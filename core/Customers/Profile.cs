using System.Collections.Immutable;
using Engagement.Events;

namespace Engagement.Customers;

/// <summary>Who the customer is and what they agreed to.</summary>
static class Profile
{
    static readonly Contact s_none = new();
    static readonly ContactTimes s_never = new();

    public static void Hear(Turn turn, CustomerEvent e)
    {
        switch (e.Data)
        {
            case EventData.CustomerIdentified identified:
                Meet(turn, identified.Contact, e.OccurredAt);
                break;
            case EventData.CustomerUpdated updated:
                Meet(turn, updated.Contact, e.OccurredAt);
                break;
            case EventData.OrderPlaced { Contact: { } contact }:
                Meet(turn, contact, e.OccurredAt);
                break;
            case EventData.ConsentChanged c:
                turn.Learn(new Fact.ConsentChanged(c.Channel, c.Purpose, c.Granted, e.OccurredAt));
                break;
        }
    }

    static void Meet(Turn turn, Contact told, DateTimeOffset at)
    {
        var (known, since) = (turn.Customer.Contact, Since(turn.Customer));
        var news = told.With(known, since, at, static (told, known, since, at) =>
            told != known && Holds(told, known, since, at) ? told : null);
        var said = told.With(known, since, at, static (told, known, since, at) =>
            told == known && at > since ? told : null);
        if (news != s_none)
        {
            turn.Add(new Fact.ProfileChanged(news, at));
        }

        if (said != s_none)
        {
            turn.Add(new Fact.ProfileConfirmed(said, at));
        }
    }

    /// <summary>
    /// Each member for itself: what was said later holds, and of two said at one instant the one that sorts last,
    /// whichever of them we hear first.
    /// </summary>
    static bool Holds(string? told, string? known, DateTimeOffset? since, DateTimeOffset at) =>
        told is not null
        && (known is null || !(at < since) && (at != since || string.CompareOrdinal(told, known) > 0));

    public static Customer Evolve(Customer customer, Fact.ProfileChanged changed) =>
        Told(customer, changed.Contact, changed.At);

    public static Customer Evolve(Customer customer, Fact.ProfileConfirmed confirmed) =>
        Told(customer, confirmed.Contact, confirmed.At);

    static Customer Told(Customer customer, Contact news, DateTimeOffset at) => customer with
    {
        Contact = news.With(customer.Contact, s_never, at, static (news, known, _, _) => news ?? known),
        ContactSince = Since(customer).With(news, at),
        ContactAt = null,
    };

    static ContactTimes Since(Customer customer) => customer.ContactSince ?? ContactTimes.Of(customer.ContactAt);

    /// <summary>The later word holds; of two at one instant, the one that says no.</summary>
    public static Customer Evolve(Customer customer, Fact.ConsentChanged changed)
    {
        var consent = new Consent(changed.Channel, changed.Purpose, changed.Granted, changed.At);
        for (var i = 0; i < customer.Consents.Length; i++)
        {
            var known = customer.Consents[i];
            if (known.Channel == changed.Channel && known.Purpose == changed.Purpose)
            {
                return known.At > changed.At || (known.At == changed.At && !known.Granted) || known == consent
                    ? customer
                    : customer with { Consents = customer.Consents.SetItem(i, consent) };
            }
        }

        return customer with { Consents = Bounded(customer.Consents.Add(consent)) };
    }

    static ImmutableArray<Consent> Bounded(ImmutableArray<Consent> items) =>
        items.Length > Customer.ConsentsMax ? items.RemoveAt(0) : items;
}
