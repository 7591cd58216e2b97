using System.Collections.Immutable;
using Engagement.Events;

namespace Engagement.Customers;

/// <summary>Who the customer is and what they agreed to.</summary>
static class Profile
{
    static readonly Contact s_none = new();

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
        var known = turn.Customer.Contact;
        if (told == known)
        {
            return;
        }

        var newer = !(at < turn.Customer.ContactAt);
        var news = new Contact(
            News(told.Name, known.Name),
            News(told.Email, known.Email),
            News(told.Phone, known.Phone),
            News(told.Locale, known.Locale),
            News(told.TimeZone, known.TimeZone),
            News(told.City, known.City),
            News(told.Region, known.Region),
            News(told.Country, known.Country));
        if (news != s_none)
        {
            turn.Add(new Fact.ProfileChanged(news, at));
        }

        string? News(string? told, string? known) => told != known && (newer || known is null) ? told : null;
    }

    public static Customer Evolve(Customer customer, Fact.ProfileChanged changed)
    {
        var (known, news) = (customer.Contact, changed.Contact);
        return customer with
        {
            Contact = new(
                news.Name ?? known.Name,
                news.Email ?? known.Email,
                news.Phone ?? known.Phone,
                news.Locale ?? known.Locale,
                news.TimeZone ?? known.TimeZone,
                news.City ?? known.City,
                news.Region ?? known.Region,
                news.Country ?? known.Country),
            ContactAt = customer.ContactAt > changed.At ? customer.ContactAt : changed.At,
        };
    }

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

    public static Customer Evolve(Customer customer, Fact.AddressSuppressed suppressed)
    {
        foreach (var known in customer.Suppressions)
        {
            if (known.Channel == suppressed.Channel && known.Address == suppressed.Address)
            {
                return customer;
            }
        }

        return customer with
        {
            Suppressions = Bounded(customer.Suppressions.Add(
                new(suppressed.Channel, suppressed.Address, suppressed.Reason))),
        };
    }

    static ImmutableArray<T> Bounded<T>(ImmutableArray<T> items) =>
        items.Length > Customer.ConsentsMax ? items.RemoveAt(0) : items;
}
